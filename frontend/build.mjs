// Builds what the pages take from others into the project. A piece that grows past its bound fails the
// build: nobody notices a page that gets heavier by a few kilobytes a month.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";

const target = new URL("../src/gendan/web/static/built/", import.meta.url);
/** Flows are laid out on the server, once: no browser fetches the engine. */
const drawing = new URL("../src/gendan/packs/drawing/built/", import.meta.url);
/** Each piece, and how many bytes of it, compressed, a page may have to fetch. */
const pieces = { "charts.js": 200_000 };

await mkdir(target, { recursive: true });
let heavy = false;
for (const [name, most] of Object.entries(pieces)) {
  const made = await build({
    entryPoints: [new URL(`src/${name}`, import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: ["es2022"],
    charset: "utf8",
    // Licences stand in one file beside the pieces, not in each.
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
  const content = made.outputFiles[0].contents;
  const compressed = gzipSync(content, { level: 9 });
  const size = compressed.length;
  await writeFile(new URL(name, target), content);
  // The server sends these to browsers that take them, and compresses nothing itself.
  await writeFile(new URL(`${name}.gz`, target), compressed);
  await writeFile(new URL(`${name}.br`, target), brotliCompressSync(content));
  console.log(`${name}: ${Math.round(size / 1000)} kB compressed`);
  if (size > most) {
    console.error(`${name}: more than ${most / 1000} kB compressed`);
    heavy = true;
  }
}
await writeFile(new URL("LICENSES.txt", target), await licenses(["echarts", "zrender"]));
await mkdir(drawing, { recursive: true });
await copyFile(new URL("node_modules/elkjs/lib/elk-worker.min.js", import.meta.url), new URL("elk.js", drawing));
await writeFile(new URL("LICENSES.txt", drawing), await licenses(["elkjs"]));
if (heavy) process.exit(1);

/** What the licences of packages ask to be passed on. @param {string[]} names */
async function licenses(names) {
  const found = [];
  for (const name of names) {
    const folder = new URL(`node_modules/${name}/`, import.meta.url);
    const { version, license } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
    found.push(`${name} ${version} (${license})`);
    for (const file of ["NOTICE", "LICENSE", "LICENSE.md"]) {
      const text = await readFile(new URL(file, folder), "utf8").catch(() => "");
      if (text) found.push(text.trim());
    }
  }
  return found.join("\n\n") + "\n";
}
