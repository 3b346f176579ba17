// The bell: a page that nobody looks at does not ask for news, and asks at once when it is looked at again.

const bell = document.querySelector(".bell");

bell?.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target === bell && document.hidden) event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.body.dispatchEvent(new Event("told"));
});
