// Moves focus to the error summary, so that it is read once and in order.
// Straight after loading a screen reader is still speaking the page's title; 150 ms later it listens (measured with Orca).
const summary = document.querySelector("[data-errors] .error-summary");

if (summary) {
  addEventListener("load", () => {
    const before = document.activeElement;
    // Whoever has moved on by themselves by then keeps their place.
    setTimeout(() => { if (document.activeElement === before) summary.focus(); }, 150);
  });
}
