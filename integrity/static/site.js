// Progressive enhancement: every page works without this file.
"use strict";

const { vendor, chooser } = document.currentScript.dataset;
const root = document.documentElement;
const chinese = root.lang.startsWith("zh");
const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

// ---------- menu and filters on a phone ----------
const narrow = matchMedia("(max-width: 44rem)");

function foldMenu() {
  const button = document.querySelector(".menu");
  const head = document.getElementById("head");
  const show = (open) => {
    head.classList.toggle("folded", !open);
    button.setAttribute("aria-expanded", String(open));
  };
  const fit = () => {
    button.hidden = !narrow.matches;
    show(!narrow.matches);
  };
  button.addEventListener("click", () => show(head.classList.contains("folded")));
  head.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !narrow.matches) return;
    show(false);
    button.focus();
  });
  narrow.addEventListener("change", fit);
  fit();
}

function foldFilters(filters) {
  const fit = () => (filters.open = !narrow.matches);
  narrow.addEventListener("change", fit);
  fit();
}

// ---------- leaving a form that was changed ----------
function guard(form) {
  let dirty = false;
  form.addEventListener("input", () => (dirty = true));
  form.addEventListener("submit", () => (dirty = false));
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}

// ---------- copying, printing ----------
function copies(button) {
  if (!navigator.clipboard) return;
  const words = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = words), 2000);
  });
}

function prints(holder) {
  holder.hidden = false;
  holder.querySelector("button").addEventListener("click", () => print());
}

// ---------- charts ----------
// a tone differs by its filling too, so that a grey print can be read
const FILLINGS = { late: "solid", soon: "/", good: "soft", closed: ".", plain: "x", accent: "solid" };
const PAPER = 620;

function load(tag, attributes) {
  return new Promise((done, failed) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.onload = done;
    element.onerror = failed;
    document.head.append(element);
  });
}

async function loadPlotly() {
  // plotly leaves its own rules alone when a sheet of this id and class is there
  load("link", {
    rel: "stylesheet",
    id: "plotly.js-style-global",
    className: "no-inline-styles",
    href: `${vendor}plotly.css`,
  });
  await load("script", { src: `${vendor}plotly-basic.min.js` });
  if (chinese) await load("script", { src: `${vendor}plotly-zh-CN.js` });
}

function token(name) {
  return getComputedStyle(root).getPropertyValue(`--${name}`).trim();
}

function tint(trace, tone) {
  const colour = token(tone === "plain" ? "line-strong" : tone);
  const filling = FILLINGS[tone];
  trace.marker = { ...trace.marker, color: colour };
  if (trace.type !== "bar") {
    trace.line = { ...trace.line, color: colour };
    return;
  }
  trace.marker.line = { color: colour, width: 1.5 };
  if (filling === "soft") trace.marker.color = token(`${tone}-soft`);
  else if (filling !== "solid")
    trace.marker.pattern = { shape: filling, bgcolor: colour, fgcolor: token("surface"), size: 6, solidity: 0.3 };
}

function dress(figure) {
  const { template, ...layout } = figure.layout ?? {};
  const axis = (given = {}) => ({
    automargin: true,
    fixedrange: true,
    gridcolor: token("line"),
    linecolor: token("line-strong"),
    zerolinecolor: token("line-strong"),
    ...given,
  });
  const data = figure.data.map((given) => {
    const trace = { ...given };
    if (trace.meta?.tone in FILLINGS) tint(trace, trace.meta.tone);
    return trace;
  });
  const axes = Object.keys(layout).filter((key) => /^[xy]axis/.test(key));
  const dressed = Object.fromEntries(["xaxis", "yaxis", ...axes].map((key) => [key, axis(layout[key])]));
  return {
    data,
    layout: {
      margin: { t: 8, r: 8, b: 8, l: 8 },
      legend: { orientation: "h", y: 1.02, yanchor: "bottom", x: 0 },
      colorway: ["accent", "closed", "soon", "good"].map(token),
      hoverlabel: { bgcolor: token("ink"), font: { color: token("surface") } },
      ...layout,
      ...dressed,
      title: undefined,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: getComputedStyle(document.body).fontFamily, size: 13, color: token("ink") },
    },
  };
}

async function figureOf(holder) {
  const url = holder.dataset.figureUrl;
  if (url) return (await fetch(url, { headers: { Accept: "application/json" } })).json();
  return JSON.parse(holder.parentElement.querySelector('script[type="application/json"]').textContent);
}

async function drawCharts() {
  const holders = [...document.querySelectorAll(".chart")];
  if (!holders.length) return;
  const tables = holders.map((holder) => holder.parentElement.querySelector("details"));
  tables.forEach((table) => table && (table.open = false));
  const config = { displayModeBar: false, responsive: true, locale: chinese ? "zh-CN" : "en-US" };
  try {
    const [figures] = await Promise.all([Promise.all(holders.map(figureOf)), loadPlotly()]);
    const draw = (width) =>
      holders.forEach((holder, n) => {
        holder.classList.add("drawn");
        const { data, layout } = dress(figures[n]);
        if (layout.height) holder.style.blockSize = `${layout.height}px`;
        Plotly.react(holder, data, { ...layout, width, autosize: !width }, config);
      });
    draw();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());
    addEventListener("beforeprint", () => draw(PAPER));
    addEventListener("afterprint", () => draw());
  } catch (error) {
    holders.forEach((holder) => holder.classList.remove("drawn"));
    tables.forEach((table) => table && (table.open = true));
    throw error;
  }
}

// on paper everything is open, and in the colours of the day
function preparePrint() {
  const opened = [];
  addEventListener("beforeprint", () => {
    root.classList.add("printing");
    each("details:not([open])", (table) => opened.push(table) && (table.open = true));
  });
  addEventListener("afterprint", () => {
    root.classList.remove("printing");
    opened.splice(0).forEach((table) => (table.open = false));
  });
}

foldMenu();
each("details.filters", foldFilters);
each("form[data-guard]", guard);
if (document.querySelector("[data-chooser]:not(script)")) load("script", { src: chooser });
each("[data-copy]", copies);
each("[data-print]", prints);
preparePrint();
drawCharts();
