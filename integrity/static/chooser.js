// Finds a body or another subject while its name is typed: an ARIA combobox with a list below it.
// Without this file the form sends what was typed, and comes back with what was found.
"use strict";

const PAUSE = 150;

function choose(holder) {
  const { chooser: source, name, label, none, found } = holder.dataset;
  const several = "several" in holder.dataset;
  const input = holder.querySelector("input[type=text]");
  const list = Object.assign(document.createElement("ul"), { id: `${input.id}-found`, hidden: true });
  const said = Object.assign(document.createElement("p"), { className: "vh" });
  let options = [];
  let active = -1;
  let waiting;
  let asked;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  said.setAttribute("role", "status");
  for (const [key, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  }))
    input.setAttribute(key, value);
  holder.append(list, said);

  function close() {
    clearTimeout(waiting);
    asked?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(place) {
    active = place;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
    const option = list.children[active];
    if (!option) return;
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function show() {
    list.replaceChildren(
      ...options.map((one, n) => {
        const option = Object.assign(document.createElement("li"), { id: `${list.id}-${n}` });
        const note = Object.assign(document.createElement("span"), { className: "small muted", textContent: one.note });
        option.setAttribute("role", "option");
        option.append(Object.assign(document.createElement("span"), { textContent: one.name }), " ", note);
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => pick(one));
        return option;
      }),
    );
    mark(-1);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = options.length ? found.replace("{}", options.length) : none;
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const address = `${source}?q=${encodeURIComponent(input.value.trim())}`;
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      options = await answer.json();
      if (document.activeElement === input) show();
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function forget() {
    holder.querySelectorAll(several ? "input[type=checkbox]:not(:checked)" : "input[type=hidden], fieldset").forEach((old) => {
      (several ? old.closest(".choice") : old).remove();
    });
  }

  function keep(one) {
    if (!several) {
      input.value = one.name;
      holder.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: one.value }));
      return;
    }
    input.value = "";
    if (holder.querySelector(`input[type=checkbox][value="${CSS.escape(one.value)}"]`)) return;
    let chosen = holder.querySelector("fieldset");
    if (!chosen) {
      chosen = Object.assign(document.createElement("fieldset"), { className: "choices" });
      chosen.append(Object.assign(document.createElement("legend"), { className: "vh", textContent: label }));
      input.after(chosen);
    }
    const row = Object.assign(document.createElement("div"), { className: "choice" });
    const id = `${input.id}-${one.value}`;
    const box = Object.assign(document.createElement("input"), { type: "checkbox", id, name, value: one.value, checked: true });
    row.append(box, Object.assign(document.createElement("label"), { htmlFor: id, textContent: one.name }));
    chosen.append(row);
  }

  function pick(one) {
    forget();
    keep(one);
    said.textContent = one.name;
    close();
  }

  input.addEventListener("input", () => {
    if (!several) forget();
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("click", () => list.hidden && ask());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const last = options.length - 1;
    if (event.key === "ArrowDown" && list.hidden) ask();
    else if (event.key === "ArrowDown") mark(active < last ? active + 1 : 0);
    else if (event.key === "ArrowUp" && !list.hidden) mark(active > 0 ? active - 1 : last);
    else if (event.key === "Enter" && !list.hidden && active >= 0) pick(options[active]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  });
}

document.querySelectorAll("[data-chooser]:not(script)").forEach(choose);
