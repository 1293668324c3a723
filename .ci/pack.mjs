#!/usr/bin/env node
// Trunk's post_build hook: makes of Trunk's output what the loader expects and what a
// kommun uploads. Trunk names the files after the binary; on a kommun's page they need
// names that say whose they are.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.TRUNK_STAGING_DIR;
const source = process.env.TRUNK_SOURCE_DIR;
const file = (name) => join(folder, name);
const run = (command, ...args) => execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });

renameSync(file('widget.js'), file('glue.js'));
const features = [
  'bulk-memory', 'bulk-memory-opt', 'multivalue', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext',
].map((name) => `--enable-${name}`);
// What counts is the size after brotli, and that is another thing than the size: bodies
// that are inlined or merged are shorter and compress worse, and functions with like
// names are alike, so that they compress best side by side. `make size`, with and
// without, tells what it is worth.
run('wasm-opt', '-Oz', ...features,
  '--one-caller-inline-max-function-size=0', '--always-inline-max-function-size=6', '--skip-pass=merge-similar-functions',
  '--skip-pass=local-cse', '--skip-pass=simplify-locals', '--skip-pass=memory-packing', '--reorder-locals', '--reorder-functions-by-name',
  '--strip-debug', '--strip-producers', '--strip-target-features',
  file('widget_bg.wasm'), '-o', file('medborgarlofte-widget.wasm'));

// The glue calls the browser by names that a page can hide with markup such as
// <img name="createElement">, or replace: MooTools has a `Window` of its own, and some old
// libraries an Element.prototype.remove that throws. It has to get what is the browser's.
let glue = readFileSync(file('glue.js'), 'utf8');
for (const [pattern, replacement] of [
  [/\b(\w+)\.(createElementNS|createElement|createTextNode|createComment)\(/g, 'native.$2.call($1, '],
  [/\b(\w+)\.remove\(\)/g, '$1.parentNode?.removeChild($1)'],
  [/\b(\w+) instanceof Window\b/g, '$1 === window'],
]) {
  if (!pattern.test(glue)) throw new Error(`the glue no longer has ${pattern}`);
  glue = glue.replace(pattern, replacement);
}
writeFileSync(file('glue.js'), `const native = Object.getPrototypeOf(Object.getPrototypeOf(document));\n${glue}`);

// In ASCII: not every server says that a script is UTF-8.
const minify = ['--minify', '--target=es2022', '--log-level=warning'];
run('esbuild', file('glue.js'), ...minify, '--format=esm', `--outfile=${file('medborgarlofte-widget.js')}`);
run('esbuild', join(source, 'public/medborgarlofte.js'), ...minify, '--legal-comments=inline', '--allow-overwrite', `--outfile=${file('medborgarlofte.js')}`);
// The English interface, for whoever wants it; Swedish is in the module.
const english = JSON.parse(readFileSync(join(source, 'src/texts/en.json'), 'utf8'));
writeFileSync(file('medborgarlofte-en.json'), JSON.stringify(english));
for (const name of ['glue.js', 'widget_bg.wasm', 'snippets']) {
  rmSync(file(name), { recursive: true, force: true });
}
