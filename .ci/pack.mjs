#!/usr/bin/env node
// Trunk's post_build hook: turns Trunk's output into what the loader expects and a kommun
// uploads. Trunk names the files after the binary; on a kommun's page their names should say
// what they belong to.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.TRUNK_STAGING_DIR;
const source = process.env.TRUNK_SOURCE_DIR;
const file = (name) => join(folder, name);
const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

renameSync(file('widget.js'), file('glue.js'));
const features = [
  'bulk-memory', 'bulk-memory-opt', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext',
].map((name) => `--enable-${name}`);
// What counts is the size after brotli compression, not the raw size. Inlining and merging
// functions makes the code shorter but compress worse, and functions with similar names are
// alike, so they compress best side by side. Compare `make size` with and without an option
// to see what it saves.
const renamed = run('wasm-opt', '-Oz', ...features,
  '--one-caller-inline-max-function-size=0', '--always-inline-max-function-size=6', '--skip-pass=merge-similar-functions',
  '--skip-pass=local-cse', '--skip-pass=simplify-locals', '--skip-pass=memory-packing', '--reorder-locals', '--reorder-functions-by-name',
  '--minify-imports-and-exports-and-modules', '--strip-debug', '--strip-producers', '--strip-target-features',
  file('widget_bg.wasm'), '-o', file('medborgarlofte-widget.wasm'));

// wasm-opt shortens the names by which the module and the glue know each other, and prints the
// new ones; esbuild puts them into the glue. A name that only one side has would fail on the
// page, so it fails here.
const { imports, exports } = JSON.parse(renamed);
const names = Object.fromEntries([...imports, ...exports].map((row) => row.slice(-2)));
// Everything is imported from one module, which wasm-opt calls `a` without saying so.
for (const [from] of imports) names[from] = 'a';
let glue = readFileSync(file('glue.js'), 'utf8');
const inGlue = new Set(glue.match(/[\w./]+/g));
const onlyHere = [
  ...imports.flatMap(([from, name]) => [from, name]).filter((name) => !inGlue.has(name)),
  ...[...glue.matchAll(/\bwasm\.(\w+)/g)].map(([, name]) => name).filter((name) => !(name in names)),
];
if (onlyHere.length) throw new Error(`the module and the glue disagree about ${onlyHere.join(', ')}`);
writeFileSync(file('names.json'), JSON.stringify(names));

// The glue uses names that a page can hide with markup such as <img name="createElement">,
// or replace: MooTools has its own `Window`, and some old libraries have an
// Element.prototype.remove that throws. These replacements reach the browser's own methods.
for (const [pattern, replacement] of [
  [/\b(\w+)\.(createElementNS|createElement|createTextNode|createComment)\(/g, 'native.$2.call($1, '],
  [/\b(\w+)\.remove\(\)/g, '$1.parentNode?.removeChild($1)'],
  [/\b(\w+) instanceof Window\b/g, '$1 === window'],
]) {
  if (!pattern.test(glue)) throw new Error(`the glue no longer has ${pattern}`);
  glue = glue.replace(pattern, replacement);
}

// In ASCII, since not every server declares scripts as UTF-8.
const minify = ['--minify', '--log-level=warning'];
const css = run('esbuild', join(source, 'src/widget/widget.css'), ...minify);
writeFileSync(file('glue.js'), `const native = Object.getPrototypeOf(Object.getPrototypeOf(document));
  export const stylesheet = () => ${JSON.stringify(css.trim())};
  ${glue}`);
minify.push('--target=es2022');
run('esbuild', file('glue.js'), ...minify, '--format=esm', `--outfile=${file('medborgarlofte-widget.js')}`,
  '--mangle-quoted', `--mangle-props=^(${Object.keys(names).join('|')})$`, `--mangle-cache=${file('names.json')}`);
run('esbuild', join(source, 'public/medborgarlofte.js'), ...minify, '--legal-comments=inline', '--allow-overwrite', `--outfile=${file('medborgarlofte.js')}`);
// The English interface, fetched on demand; Swedish is in the module.
const english = JSON.parse(readFileSync(join(source, 'src/texts/en.json'), 'utf8'));
writeFileSync(file('medborgarlofte-en.json'), JSON.stringify(english));
for (const name of ['glue.js', 'names.json', 'widget_bg.wasm', 'snippets']) {
  rmSync(file(name), { recursive: true, force: true });
}
