// Turns src/editor.js and its packages into one script, and tells which packages are in it.
// node build.js FOLDER SOURCES: writes editor-<hash>.js, meta.json and THIRD-PARTY-LICENCES.txt there;
// SOURCES is the digest of what it was made from, by which the next build knows that nothing changed.

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const [folder, sources] = process.argv.slice(2);

const result = await build({
  bundle: true,
  charset: "utf8",
  entryNames: "editor-[hash]",
  entryPoints: { editor: "src/editor.js" },
  format: "esm",
  legalComments: "none",
  metafile: true,
  minify: true,
  outdir: folder,
  target: "es2020",
  write: false,
});

const names = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input);
  if (found) names.add(found[1]);
}

const packages = {};
const licences = [];
for (const name of [...names].sort()) {
  const place = join("node_modules", name);
  const facts = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
  packages[name] = facts.version;
  const file = readdirSync(place).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(place, file), "utf8").trim() : `Licence: ${facts.license}`;
  licences.push(`${name} ${facts.version}, ${facts.license}\n\n${text}\n`);
}

if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
const [script] = result.outputFiles;
writeFileSync(join(folder, basename(script.path)), script.contents);
writeFileSync(join(folder, "THIRD-PARTY-LICENCES.txt"), licences.join(`\n${"-".repeat(72)}\n\n`));
writeFileSync(
  join(folder, "meta.json"),
  JSON.stringify({ script: basename(script.path), packages, sources }, null, 2) + "\n",
);
