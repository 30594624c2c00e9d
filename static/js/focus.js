// Moves focus to the error summary, so that it is read once and in order.
// Straight after loading a screen reader is still speaking the page's title; 150 ms later it listens (measured with Orca).
const summary = document.querySelector("[data-errors] .error-summary");

if (summary) addEventListener("load", () => setTimeout(() => summary.focus(), 150));
