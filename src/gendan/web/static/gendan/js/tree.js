// A tree one walks by keys: up and down through what is open, left and right to fold and unfold, Enter to open.

for (const tree of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-tree]"))) {
  const items = /** @returns {HTMLElement[]} */ () =>
    /** @type {HTMLElement[]} */ ([...tree.querySelectorAll('[role="treeitem"]')]).filter(
      (item) => !item.parentElement?.closest('[role="treeitem"][aria-expanded="false"]'),
    );
  const link = (/** @type {HTMLElement} */ item) => /** @type {HTMLAnchorElement} */ (item.querySelector("a"));
  for (const item of items()) {
    if (!item.querySelector('[role="group"]')) item.removeAttribute("aria-expanded");
    item.tabIndex = -1;
    link(item).tabIndex = -1;
  }
  const first = /** @type {HTMLElement | null} */ (tree.querySelector('[aria-current="true"]')) ?? items()[0];
  if (first) first.tabIndex = 0;

  const go = (/** @type {HTMLElement | null | undefined} */ item) => {
    if (!item) return;
    for (const each of items()) each.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  };

  tree.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.altKey || event.ctrlKey || event.metaKey || target.getAttribute("role") !== "treeitem") return;
    const shown = items();
    const at = shown.indexOf(target);
    const folded = target.getAttribute("aria-expanded");
    if (event.key === "ArrowDown") go(shown[at + 1]);
    else if (event.key === "ArrowUp") go(shown[at - 1]);
    else if (event.key === "Home") go(shown[0]);
    else if (event.key === "End") go(shown[shown.length - 1]);
    else if (event.key === "ArrowLeft" && folded === "true") target.setAttribute("aria-expanded", "false");
    else if (event.key === "ArrowLeft") go(target.parentElement?.closest('[role="treeitem"]'));
    else if (event.key === "ArrowRight" && folded === "false") target.setAttribute("aria-expanded", "true");
    else if (event.key === "ArrowRight" && folded === "true") go(shown[at + 1]);
    else if (event.key === "Enter") link(target).click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
