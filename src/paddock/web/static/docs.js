// The documentation's pages: code that can be copied, and where in the page one is.
import { $, $$, element, t } from "./console.js";

for (const code of $$(".prose pre code")) {
  const button = element("button", { type: "button", className: "copy small", textContent: t("Copy") });
  button.dataset.copy = "";
  const frame = element("div", { className: "code" });
  code.parentElement.replaceWith(frame);
  code.parentElement.tabIndex = 0; // so that a long line can be scrolled by keys
  frame.append(code.parentElement, button);
}

const contents = $(".contents");
if (contents) {
  if (matchMedia("(min-width: 1001px)").matches) contents.open = true;
  const links = new Map($$("a", contents).map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const heads = [...links.keys()].map((id) => document.getElementById(id));
  const mark = () => {
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const passed = heads.filter((head) => head.getBoundingClientRect().top < (atEnd ? innerHeight : innerHeight / 3));
    const here = links.get((passed.at(-1) ?? heads[0]).id);
    if (here.ariaCurrent) return;
    for (const link of links.values()) link.ariaCurrent = link === here ? "location" : null;
    const list = contents.closest("aside"); // it alone is scrolled: the page stays where its reader put it
    const { top, bottom } = here.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    list.scrollTop += Math.min(0, top - frame.top) + Math.max(0, bottom - frame.bottom);
  };
  addEventListener("scroll", mark, { passive: true });
  mark();
}
