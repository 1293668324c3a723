#!/usr/bin/env node
// Trunk's post_build hook: makes of Trunk's output what the loader expects and what a
// kommun uploads, and takes out what nobody calls.
//
// - Trunk names the glue after the library, which is the name that the loader has on a
//   kommun's page: glue and module get names of their own.
// - The exports of wasm-streams, which leptos' server functions bring along, can never
//   be called from here; a linker has to keep what is exported, wasm-metadce need not.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.TRUNK_STAGING_DIR;
const source = process.env.TRUNK_SOURCE_DIR;
const file = (name) => join(folder, name);
const run = (command, ...args) => execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });

// The parts of wasm-streams in the glue, and the exports of the module that they call.
const unused = /IntoUnderlying|intounderlying/;

const glue = readFileSync(file('medborgarlofte.js'), 'utf8');
const kept = glue
  .replace(/^export class IntoUnderlying\w+ \{[\s\S]*?^\}\n(if \(Symbol\.dispose\).*\n)?/gm, '')
  .replace(/^const IntoUnderlying\w+Finalization = [\s\S]*?;\n/gm, '');
if (unused.test(kept)) throw new Error('pack: the glue has changed its form; mend the patterns in .ci/pack.mjs');
writeFileSync(file('glue.js'), kept);

const wasm = file('medborgarlofte_bg.wasm');
const called = new Set([...kept.matchAll(/\bwasm\.(\w+)/g)].map(([, name]) => name));
const exports = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(wasm))).map(({ name }) => name);
const roots = exports.filter((name) => !unused.test(name));
const missing = [...called].filter((name) => !exports.includes(name));
if (missing.length) throw new Error(`pack: the glue calls ${missing}, which the module does not export`);
const graph = [
  { name: 'outside', root: true, reaches: roots.map((name) => `export ${name}`) },
  ...roots.map((name) => ({ name: `export ${name}`, export: name })),
];
writeFileSync(file('graph.json'), JSON.stringify(graph));
const features = [
  'bulk-memory', 'bulk-memory-opt', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext',
].map((name) => `--enable-${name}`);
run('wasm-metadce', wasm, '--graph-file', file('graph.json'), ...features, '-g', '-o', file('smaller.wasm'));
// What counts is the size after brotli, and that is another thing than the size: bodies
// that are inlined or merged are shorter and compress worse, and functions with like
// names are alike, so that they compress best side by side. `make size`, with and
// without, tells what it is worth.
run('wasm-opt', '-Oz', ...features,
  '--one-caller-inline-max-function-size=0', '--always-inline-max-function-size=6', '--skip-pass=merge-similar-functions',
  '--skip-pass=local-cse', '--skip-pass=simplify-locals', '--skip-pass=memory-packing', '--reorder-locals', '--reorder-functions-by-name',
  '--strip-debug', '--strip-producers', '--strip-target-features',
  file('smaller.wasm'), '-o', file('medborgarlofte-widget.wasm'));

// In ASCII: not every server says that a script is UTF-8.
const minify = ['--minify', '--target=es2022', '--log-level=warning'];
run('esbuild', file('glue.js'), ...minify, '--format=esm', `--outfile=${file('medborgarlofte-widget.js')}`);
run('esbuild', join(source, 'public/medborgarlofte.js'), ...minify, '--legal-comments=inline', '--allow-overwrite', `--outfile=${file('medborgarlofte.js')}`);
// The English interface, for whoever wants it; Swedish is in the module.
const english = JSON.parse(readFileSync(join(source, 'src/texts/en.json'), 'utf8'));
writeFileSync(file('medborgarlofte-en.json'), JSON.stringify(english));
for (const name of ['glue.js', 'graph.json', 'smaller.wasm', 'medborgarlofte_bg.wasm', 'snippets']) {
  rmSync(file(name), { recursive: true, force: true });
}
