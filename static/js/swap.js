// After htmx has changed a part of a page: a link that turned the page moves focus to the new heading, a form says what it
// found and the focus stays. Where htmx gets no answer, or one without that part, the browser goes there by itself.
// htmx itself, the heaviest of all that we send, comes when somebody first comes to what it is for; most people never do.
const { script } = document.querySelector('meta[name="htmx-config"]').dataset;
let isFetched = false;
let isLeaving = false;
addEventListener("beforeunload", () => { isLeaving = true; });

function go({ detail: { ctx } }) {
  if (ctx && !isLeaving) location.assign(ctx.request.action);
}

function fetchHtmx({ target }) {
  if (isFetched || !target.closest("[hx-get]")) return;
  isFetched = true;
  document.head.append(Object.assign(document.createElement("script"), { src: script }));
}

for (const part of document.querySelectorAll('[data-module="swap"]')) {
  const status = part.querySelector('[role="status"]');
  const listen = (name, react) => part.addEventListener(`htmx:${name}`, react);

  for (const coming of ["focusin", "pointerover"]) part.addEventListener(coming, fetchHtmx);
  listen("before:request", () => { status.textContent = ""; });
  listen("error", go);
  listen("before:swap", (event) => {
    if (event.detail.tasks.some((task) => task.type === "main" && task.fragment.querySelector("[data-says]"))) return;
    event.preventDefault();
    go(event);
  });
  listen("after:swap", ({ detail: { ctx } }) => {
    const found = part.querySelector("[data-says]");
    if (ctx.request.form) status.textContent = found.dataset.says;
    else found.focus();
  });
}
