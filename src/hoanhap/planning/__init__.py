"""Planning: the weeks of a place, said in a few forms and never in a grid; every change of them is a proposal."""

from hoanhap.planning.changes import Replanning, WeeksPlanned, plan
from hoanhap.planning.refusals import RulesCollide
from hoanhap.planning.rules import Rule

__all__ = ["Replanning", "Rule", "RulesCollide", "WeeksPlanned", "plan"]
