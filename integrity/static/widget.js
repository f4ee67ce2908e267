// Puts a window for checks where this script stands in a page of another system:
//   <script src="https://…/widget.js" data-window="the address that POST /api/v1/windows answered"></script>
// When somebody is checked the script sends the event "integrity:checked" with the receipt number.
"use strict";

(() => {
  const script = document.currentScript;
  const address = new URL(script.dataset.window);
  if (address.origin !== new URL(script.src).origin) throw new Error("data-window: another site");

  const frame = document.createElement("iframe");
  frame.src = address.href;
  frame.title = script.dataset.title || "信用核查";
  frame.width = "100%";
  frame.height = "480";
  frame.setAttribute("frameborder", "0");
  frame.referrerPolicy = "no-referrer";
  script.after(frame);

  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== address.origin) return;
    const { height, checked } = event.data;
    if (height > 0) frame.height = String(Math.min(height, 4000));
    if (checked) {
      script.dispatchEvent(new CustomEvent("integrity:checked", { bubbles: true, detail: checked }));
    }
  });
})();
