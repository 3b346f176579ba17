// The bell: the page is told when there is something new (see live.js, news.js), asks now and then all the same, and at
// once when it is looked at again. A page that nobody looks at does not ask.

const bell = document.querySelector(".bell");

bell?.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target === bell && document.hidden) event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.body.dispatchEvent(new Event("told"));
});
