// Lets a list keep up with what others do, and nobody lose their place in it: to whoever is in the list, or points at it, the
// new one is offered; for everybody else it changes. Either way one sentence says so. What fails says nothing, and is tried again.
const part = document.querySelector('[data-module="keep-up"]');
const status = part.querySelector('[role="status"]');
const offer = part.querySelector("[data-offer]");
const newIn = (place) => place.querySelector("[data-says]")?.dataset.says;
let isOver = false;

function isInList() {
  return document.querySelector("#day-list").matches(":hover, :focus-within");
}

function say(words, { offering }) {
  status.textContent = words;
  offer.hidden = !offering;
}

part.hidden = false;
part.addEventListener("htmx:before:request", (event) => {
  if (document.hidden || isOver || (!offer.hidden && isInList())) event.preventDefault();
});
part.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  const news = tasks.map(({ fragment }) => newIn(fragment)).find(Boolean);
  if (news && !isInList()) return;
  event.preventDefault();
  isOver = ctx.response.raw.redirected;
  if (news || isOver) say(news ?? part.dataset.over, { offering: true });
});
part.addEventListener("htmx:after:swap", () => say(newIn(document), { offering: false }));
