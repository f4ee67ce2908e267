// Copies what the browser needs from node_modules into the tree: npm ci && npm run vendor.
// The copies are committed, so that neither running nor testing the system needs npm.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const vendor = join(root, "integrity", "static", "vendor");
const modules = (...path) => join(root, "node_modules", ...path);

function copy(from, folder, name) {
  mkdirSync(folder, { recursive: true });
  copyFileSync(modules(...from), join(folder, name));
}

/** The style rules that plotly would inject, which a strict style-src refuses. */
function styles(bundle) {
  const literal = bundle.match(/=(\{"X,X div":.*?\});for\(/s);
  if (!literal) throw new Error("plotly's style rules are no longer where they were");
  const rules = Function(`return ${literal[1]}`)();
  return Object.entries(rules)
    .map(([selector, body]) => {
      const full = selector.replace(/X/g, ".js-plotly-plot .plotly").replace(/Y/g, ".plotly-notifier");
      return `${full}{${body}}\n`;
    })
    .join("");
}

/** A CommonJS locale, made to register itself with the global Plotly, with months as people write them. */
function selfRegistering(locale) {
  const formats = {
    shortMonths: Array.from({ length: 12 }, (_, n) => `${n + 1}月`),
    year: "%Y年",
    month: "%Y年%-m月",
    dayMonth: "%-m月%-d日",
    dayMonthYear: "%Y年%-m月%-d日",
  };
  return `(function (module) {
${locale}
Object.assign(module.exports.format, ${JSON.stringify(formats)});
Plotly.register(module.exports);
})({});
`;
}

copy(["plotly.js-basic-dist-min", "plotly-basic.min.js"], vendor, "plotly-basic.min.js");
copy(["plotly.js-basic-dist-min", "LICENSE"], vendor, "plotly-LICENSE.txt");
copy(["axe-core", "axe.min.js"], join(root, "tests", "vendor"), "axe.min.js");
copy(["axe-core", "LICENSE"], join(root, "tests", "vendor"), "axe-LICENSE.txt");

const bundle = readFileSync(modules("plotly.js-basic-dist-min", "plotly-basic.min.js"), "utf8");
const locale = readFileSync(modules("plotly.js-locales", "zh-cn.js"), "utf8");
writeFileSync(join(vendor, "plotly.css"), styles(bundle));
writeFileSync(join(vendor, "plotly-zh-CN.js"), selfRegistering(locale));
