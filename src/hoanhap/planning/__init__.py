"""Planning: the weeks of a place, said in a few forms and never in a grid; every change of them is a proposal."""

from hoanhap.planning.changes import Importing, Replanning, WeeksImported, WeeksPlanned, plan
from hoanhap.planning.refusals import RulesCollide
from hoanhap.planning.rules import Rule

__all__ = ["Importing", "Replanning", "Rule", "RulesCollide", "WeeksImported", "WeeksPlanned", "plan"]
