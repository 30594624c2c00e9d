// Lets a list keep up with what others do, and nobody lose their place in it: to whoever is in the list, or points at it, the
// new one is offered; for everybody else it changes. Either way it is said once. What fails says nothing, and is tried again.
const part = document.querySelector('[data-module="keep-up"]');
const status = part.querySelector('[role="status"]');
const newsIn = (place) => place.querySelector("[data-says]")?.dataset.says;
let isOffered = false;
let isOver = false;

function isInList() {
  return document.querySelector("#day-list").matches(":hover, :focus-within");
}

part.hidden = false;
part.addEventListener("htmx:before:request", (event) => {
  if (document.hidden || isOver || (isOffered && isInList())) event.preventDefault();
});
part.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  const news = tasks.map(({ fragment }) => newsIn(fragment)).find(Boolean);
  if (news && !isInList()) return;
  event.preventDefault();
  isOffered = Boolean(news);
  isOver = ctx.response.raw.redirected;
  if (isOffered) status.textContent = `${news} ${part.dataset.offer}`;
  if (isOver) status.textContent = part.dataset.over;
});
part.addEventListener("htmx:after:swap", () => {
  isOffered = false;
  status.textContent = newsIn(document);
});
