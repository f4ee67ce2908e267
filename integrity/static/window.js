// Inside a window for checks: tells the page around it how high it is and who was checked, and
// opens what lies outside the window in a page of its own. Without it the window works as well.
"use strict";

(() => {
  const here = location.pathname.split("/").slice(0, 3).join("/");
  for (const link of document.querySelectorAll("a[href]")) {
    if (link.pathname.startsWith(here)) continue;
    link.target = "_blank";
    link.rel = "noopener";
  }
  if (window.parent === window) return;
  // Only the site for which the window was opened may show it, so it alone can hear this.
  const tell = (what) => window.parent.postMessage(what, "*");
  const told = document.querySelector("[data-told]");
  if (told) tell({ checked: JSON.parse(told.dataset.told) });
  new ResizeObserver(() => tell({ height: document.documentElement.offsetHeight })).observe(document.body);
})();
