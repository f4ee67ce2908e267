// Says that a file is too large before it is sent; without this file the server says it afterwards.
"use strict";

function fault(input) {
  const large = [...input.files].find((file) => file.size > Number(input.dataset.largest));
  if (large) return input.dataset.large.replace("{}", large.name);
  return input.files.length > Number(input.dataset.most) ? input.dataset.many : "";
}

function watch(input) {
  const said = document.createElement("p");
  const known = input.getAttribute("aria-describedby") || "";
  said.className = "error";
  said.id = `${input.id}-size`;
  said.setAttribute("role", "alert");
  input.before(said);
  input.setAttribute("aria-describedby", `${known} ${said.id}`.trim());
  const check = () => {
    const wrong = fault(input);
    said.textContent = wrong;
    input.setAttribute("aria-invalid", String(Boolean(wrong)));
    input.closest(".field").classList.toggle("invalid", Boolean(wrong));
    return wrong;
  };
  input.addEventListener("change", check);
  input.form.addEventListener("submit", (event) => {
    if (!check()) return;
    event.preventDefault();
    input.focus();
  });
}

document.querySelectorAll("input[type=file][data-largest]").forEach(watch);
