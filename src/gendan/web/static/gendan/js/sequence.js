// The order of the list one came from: `n` and `p` on a case page go to its neighbors there, without asking the server.

const list = document.querySelector("[data-sequence]");
if (list) {
  // A heap of messages leads to its list ("?like=…") and is no neighbor of a case.
  const links = [...list.querySelectorAll("tr[data-case]")].map((row) => row.querySelector("a")?.getAttribute("href"));
  sessionStorage.setItem("sequence", JSON.stringify({ list: location.href, links: links.filter((link) => link?.startsWith("/")) }));
}

const here = document.querySelector("[data-case-page]");
const kept = sessionStorage.getItem("sequence");
if (here && kept) {
  /** @type {{ list: string, links: string[] }} */
  const { list: from, links } = JSON.parse(kept);
  const at = links.indexOf(/** @type {HTMLElement} */ (here).dataset.casePage ?? "");
  const next = document.querySelector("[data-next]");
  const previous = document.querySelector("[data-previous]");
  if (at >= 0) {
    if (links[at + 1]) next?.setAttribute("href", links[at + 1]);
    if (links[at - 1]) {
      previous?.setAttribute("href", links[at - 1]);
      previous?.removeAttribute("hidden");
    }
    const lead = () => {
      for (const form of document.querySelectorAll("form[data-draft]")) {
        const field = /** @type {HTMLInputElement | null} */ (form.querySelector('input[name="next"]'));
        if (field) field.value = links[at + 1] ?? "";
      }
    };
    lead();
    document.addEventListener("gendan:renewed", lead);
  }
  const back = document.querySelector("[data-back]");
  if (back && new URL(from).origin === location.origin) back.setAttribute("href", from);
}
