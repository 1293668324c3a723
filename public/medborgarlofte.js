/*!
 * medborgarlofte, MIT licence.
 */
// The loader: the one script tag. It places a <medborgar-lofte> at the tag and fetches the
// promise and the widget's code in parallel. If anything fails, the page keeps its own
// fallback, the resident reads one plain sentence, the editor gets a console message, and the
// page gets an event.
//
// It is a classic script, because many sites let editors paste nothing else, and because only
// a classic script knows its own tag. It adds nothing to the global scope.
(() => {
  'use strict';

  const NAME = 'medborgar-lofte';
  const OPTIONS = ['src', 'tips', 'texts', 'lang', 'heading-level', 'loading'];
  const FILE = 'medborgarlofte.js';
  // The rules reject a larger document anyway; this saves the resident the download.
  const MOST_BYTES = 1024 * 1024;
  const PATIENCE = 30_000;
  // How many milliseconds a view is built before the browser can do something else.
  const SLICE = 12;
  const claimed = Symbol.for('medborgarlofte.claimed');

  // Markup like <img name="createElement"> hides the method of `document`, and some libraries
  // replace `window.Document`. The browser's own methods are on its prototype.
  const native = Object.getPrototypeOf(Object.getPrototypeOf(document));
  const create = (tag) => native.createElement.call(document, tag);
  const find = (selector) => native.querySelector.call(document, selector);

  const ownTag = findOwnTag();
  const base = ownAddress();

  // ------------------------------------------------------------------ failures

  // What the resident reads, in Swedish and in English. The other texts are in files, which
  // may be the ones that are missing. The cause is for the editor.
  const PLAIN = {
    again: [
      'Vi kunde inte hämta medborgarlöftet. Kontrollera att du har internet och försök igen.',
      'We could not fetch the citizen promise. Check that you are online and try again.',
    ],
    later: [
      'Vi kan inte visa medborgarlöftet just nu. Försök igen senare.',
      'We cannot show the citizen promise right now. Try again later.',
    ],
    old: [
      'Din webbläsare är för gammal för att visa medborgarlöftet här. Prova en nyare.',
      'Your browser is too old to show the citizen promise here. Try a newer one.',
    ],
    waiting: ['Hämtar medborgarlöftet\u00a0…', 'Fetching the citizen promise\u00a0…'],
    button: ['Försök igen', 'Try again'],
  };

  const isEnglish = (lang) => /^en(-|$)/.test(lang);

  /** Creates an element with a sentence in English for English readers, otherwise in Swedish. */
  function plain(tag, sentence, lang) {
    const element = create(tag);
    const english = isEnglish(lang);
    element.lang = english ? 'en' : 'sv';
    element.textContent = sentence[Number(english)];
    return element;
  }

  // The kinds of failure: what the resident reads, and what the editor has to fix.
  const FAILURES = {
    'missing-src': [PLAIN.later, 'Adressen till löftet saknas. Lägg till data-src="…json" på skripttaggen, eller src="…json" på elementet.'],
    'bad-address': [PLAIN.later, 'Adressen går inte att tolka.'],
    'file-url': [PLAIN.later, 'Sidan är öppnad som en fil. Lägg den på en webbserver.'],
    'old-browser': [PLAIN.old, 'Webbläsaren saknar WebAssembly, delade stilmallar eller AbortSignal.timeout.'],
    policy: [PLAIN.later, 'Sidans säkerhetspolicy (CSP) stoppade widgeten. Lägg till det som docs/embed.md räknar upp: '],
    'not-found': [PLAIN.later, 'Filen finns inte på den adressen (404). Kontrollera adressen och att filen är uppladdad.'],
    http: [PLAIN.later, 'Servern svarade med felkoden '],
    network: [PLAIN.again, 'Servern gick inte att nå.'],
    cors: [PLAIN.later, 'Filen ligger på en annan domän och gick inte att läsa. Servern kan vara nere, eller sakna Access-Control-Allow-Origin.'],
    timeout: [PLAIN.again, 'Servern svarade inte i tid.'],
    'too-large': [PLAIN.later, 'Dokumentet är större än 1 MiB.'],
    'invalid-document': [PLAIN.later, 'Dokumentet går inte att läsa. Kör ”lofte check” på det. '],
    code: [PLAIN.later, 'Widgetens egna filer gick inte att ladda. Ladda upp hela mappen dist/. Servern ska skicka .js med typen text/javascript och .wasm med typen application/wasm. '],
    crash: [PLAIN.later, 'Widgeten slutade fungera. Anmäl gärna felet till dem som gör den. '],
  };

  class Failure extends Error {
    constructor(kind, detail) {
      super(FAILURES[kind][1] + (detail || ''));
      this.kind = kind;
    }
  }

  const isFailure = (error) => error instanceof Failure;

  // ---------------------------------------------------------------------- code

  // One module serves every widget on the page. A failed load is not cached, so that it can be
  // retried; browsers do cache a failed import, by its address.
  let code = null;
  let tries = 0;
  const modules = [];

  function loadCode() {
    code ||= fetchCode().catch((error) => {
      code = null;
      throw error;
    });
    return code;
  }

  async function fetchCode() {
    const again = tries++ ? `?try=${tries}` : '';
    const [glue, wasm] = await Promise.all([
      importGlue(new URL(`medborgarlofte-widget.js${again}`, base)),
      fetchWasm(new URL(`medborgarlofte-widget.wasm${again}`, base)),
    ]);
    try {
      await glue.default({ module_or_path: wasm });
    } catch (error) {
      // WebKit reports no violation when the policy forbids WebAssembly, but the error
      // mentions it.
      throw new Failure(/unsafe-eval/.test(error) ? 'policy' : 'code', error);
    }
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(glue.stylesheet());
    return watchForCrash({ mount: glue.mount, forget: glue.forget, empty: glue.empty, sheet, again, live: new Set(), building: 0 });
  }

  // A crash is an uncaught error from the module or its glue: a trap, or something that the
  // page has replaced and that throws. After that, none of the module's widgets can be used.
  // The stack shows which module an error belongs to: a crashed one may keep crashing next to
  // its successor.
  function watchForCrash(module) {
    module.crashed = new Promise((_, reject) => { module.crash = reject; });
    module.crashed.catch(() => {});
    if (!modules.length) {
      window.addEventListener('error', (event) => onError(event.error));
      window.addEventListener('unhandledrejection', (event) => onError(event.reason));
    }
    modules.push(module);
    return module;
  }

  function onError(error) {
    const stack = String(error?.stack);
    // The address where it was thrown. An error thrown in one of the page's listeners belongs
    // to the page, even if this module triggered the event.
    const origin = /\w+:\/\/\S+/.exec(stack)?.[0] || '';
    for (const module of modules) {
      if (module.dead) continue;
      // While a view is being built, the module calls no listeners, only the browser. If the
      // page has replaced one of those methods with one that throws, the view is never
      // finished.
      const where = module.building ? stack : origin;
      if (!['js', 'wasm'].some((end) => where.includes(`medborgarlofte-widget.${end}${module.again}:`))) continue;
      const failure = new Failure('crash', error);
      module.dead = true;
      code = null;
      module.crash(failure);
      for (const widget of [...module.live]) widget.fail(failure);
    }
  }

  async function importGlue(url) {
    const patience = new Promise((_, reject) => {
      setTimeout(() => reject(new Failure('timeout', ` ${url.href}`)), PATIENCE);
    });
    try {
      return await Promise.race([import(url.href), patience]);
    } catch (error) {
      if (error instanceof Failure) throw error;
      // A failed import does not give a reason; a request to the same address does.
      await get(url, 'code');
      throw new Failure('code', `${url.href}: ${error}`);
    }
  }

  async function fetchWasm(url) {
    const response = await get(url, 'code');
    const type = response.headers.get('content-type') || '';
    try {
      if (type.startsWith('application/wasm')) return await WebAssembly.compileStreaming(response);
      console.warn(`medborgarlofte: ${url.href} skickas som ”${type}”. Med typen application/wasm går det fortare.`);
      return await WebAssembly.compile(await response.arrayBuffer());
    } catch (error) {
      throw broken(error, url, 'code');
    }
  }

  /** Fetches a file, and turns every error into a Failure that names the address. */
  async function get(url, otherwise) {
    let response;
    try {
      // A string, not a URL: pages wrap `fetch` in functions that expect one.
      response = await fetch(url.href, { credentials: 'same-origin', signal: AbortSignal.timeout(PATIENCE) });
    } catch (error) {
      throw broken(error, url, url.origin === location.origin ? 'network' : 'cors');
    }
    if (response.ok) return response;
    if (otherwise) throw new Failure(otherwise, `${url.href}: ${response.status}`);
    throw response.status === 404
      ? new Failure('not-found', ` ${url.href}`)
      : new Failure('http', `${response.status}. ${url.href}`);
  }

  const broken = (error, url, kind) => (error.name === 'TimeoutError'
    ? new Failure('timeout', ` ${url.href}`)
    : new Failure(kind, `${kind === 'code' ? '' : ' '}${url.href}: ${error}`));

  /** The most likely encoding of a file that is not UTF-8. */
  const encoding = (bytes) => (/^(255,254|254,255|0,|\d+,0,)/.test(bytes.subarray(0, 4).join()) ? 'UTF-16' : 'Windows-1252 (Latin-1)');

  /** Fetches the document's text. Stops reading if it exceeds the size limit. */
  async function fetchDocument(url) {
    const { body } = await get(url);
    // A response without content is not a document.
    if (!body) return '';
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const reader = body.getReader();
    let first;
    let text = '';
    let bytes = 0;
    const decode = (...part) => {
      try {
        text += decoder.decode(...part);
      } catch {
        reader.cancel().catch(() => {});
        throw new Failure('invalid-document', `${url.href}: filen är inte i UTF-8 utan ser ut att vara i ${encoding(first)}. Spara den som UTF-8.`);
      }
    };
    for (;;) {
      let part;
      try {
        part = await reader.read();
      } catch (error) {
        throw broken(error, url, 'network');
      }
      if (part.done) {
        decode();
        return text;
      }
      first ||= part.value;
      bytes += part.value.length;
      if (bytes > MOST_BYTES) {
        reader.cancel().catch(() => {});
        throw new Failure('too-large', ` ${url.href}`);
      }
      decode(part.value, { stream: true });
    }
  }

  const ENGLISH = new URL('medborgarlofte-en.json', base);
  const files = new Map();

  /**
   * Returns a file of texts, fetched once per page, or nothing if it cannot be fetched. The
   * file of the English interface also has the keys for reading a kommun's own texts.
   */
  function fetchTexts(url) {
    const { href } = url;
    if (!files.has(href)) {
      files.set(href, fetchDocument(url).then((text) => JSON.parse(text) && text).catch((error) => {
        files.delete(href);
        console.warn(`medborgarlofte: texterna ${href} saknas. ${error.message}`);
      }));
    }
    return files.get(href);
  }

  /** Lets the browser respond to input and paint if a frame is due. Timers would wait longer. */
  const rest = () => globalThis.scheduler?.yield?.() || new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

  /** Lets the browser lay out and paint, or waits a moment in a hidden tab. */
  const pause = () => new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 100);
  });

  // -------------------------------------------------------------------- widget

  // For loading and failing. The widget brings its own stylesheet.
  const frame = `
    :host { display: block }
    :host([hidden]) { display: none }
    .waiting, .failed { font: inherit; color: inherit }
    .waiting { box-sizing: border-box; min-block-size: var(--lofte-min-height, 24em); padding: 1.5em;
      border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: var(--lofte-radius, .375em) }
    .failed { padding-block: 1em }
    button { font: inherit; color: inherit; background: none; border: 1px solid; min-block-size: 2.75em; padding-inline: 1em }
    p { margin: 0 0 .75em }`;

  const TYPING = ['beforeinput', 'input', 'change', 'keydown', 'keypress', 'keyup', 'paste', 'cut', 'copy',
    'compositionstart', 'compositionupdate', 'compositionend'];
  const keepInForm = (event) => {
    // Leaves fields in the page's own fallback alone.
    if (event.target.getRootNode() === event.currentTarget && event.target.closest('form, .find, .choices')) event.stopPropagation();
  };

  /** One element on the page. */
  class Widget {
    constructor(host) {
      this.host = host;
      this.root = host.attachShadow({ mode: 'open' });
      this.frameSheet = new CSSStyleSheet();
      this.frameSheet.replaceSync(frame);
      // Keeps the page's keyboard shortcuts, and scripts that listen in the usual way, from
      // reacting to what is typed. It does not hide anything: the page and every script on it
      // can listen in the capture phase, replace functions, or read the fields of this open
      // root.
      for (const type of TYPING) this.root.addEventListener(type, keepInForm);
      this.root.addEventListener('click', (event) => this.press(event));
      // `toggle` does not bubble.
      this.root.addEventListener('toggle', ({ target }) => this.recall(target), true);
      this.module = null;
      this.mounted = null;
      this.observer = null;
      this.turn = 0;
      // Which element takes the focus when the view is shown.
      this.next = null;
    }

    start() {
      this.stale = false;
      this.stop();
      // What the resident has chosen: another promise or another language.
      this.opened = null;
      this.spoken = null;
      this.kept = null;
      this.wait();
      // A link may point into any of the widgets.
      if (this.host.getAttribute('loading') === 'eager' || fragment() || !('IntersectionObserver' in window)) {
        this.load();
        return;
      }
      // Starts well before the widget is scrolled into view.
      this.observer = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.stopWaiting();
        this.load();
      }, { rootMargin: '800px' });
      this.observer.observe(this.host);
    }

    /** Shows the page's own fallback, or else a plain box. */
    wait() {
      // A line break between the tags is not a fallback, but it would fill a slot.
      const hasFallback = this.host.children.length > 0 || this.host.textContent.trim();
      const box = create(hasFallback ? 'slot' : 'div');
      if (!hasFallback) {
        box.className = 'waiting';
        box.append(plain('p', PLAIN.waiting, this.lang()));
      }
      this.show([this.frameSheet], box);
    }

    /** The language that the reader wants. */
    lang() {
      return this.spoken || this.host.closest('[lang]')?.lang || 'sv';
    }

    /** Fetches the document at an address. The last one is cached for changing the language. */
    async text(url) {
      if (this.kept?.href !== url.href) this.kept = { href: url.href, text: await fetchDocument(url) };
      return this.kept.text;
    }

    async load() {
      const turn = ++this.turn;
      const policy = watchPolicy();
      this.host.setAttribute('aria-busy', 'true');
      try {
        const src = this.address('src');
        const url = this.opened || src;
        const texts = this.address('texts');
        policy.ours.push(url?.href, texts?.href);
        const tips = this.address('tips');
        if (!url) throw new Failure('missing-src');
        const lang = this.lang();
        // Texts must not delay the first view: it is shown with those that have arrived, and
        // updated in place when the rest arrive. A reader who switches languages has something
        // to read in the meantime.
        const page = {
          host: this.host,
          address: url.href,
          lang,
          level: Number(this.host.getAttribute('heading-level')) || 2,
          tips: tips?.href,
        };
        let late = true;
        const words = Promise.all(Object.entries({
          english: (texts || isEnglish(lang)) && ENGLISH, texts,
        }).map(async ([name, file]) => { page[name] = file && await fetchTexts(file); })).then(() => { late = false; });
        const arriving = Promise.all([loadCode(), this.text(url), this.mounted && words]);
        // The first one takes Chromium 15 ms, which now pass while the files are on their way.
        new Intl.NumberFormat('sv');
        const [module, text] = await arriving;
        // A reader who asked for a language is told if it cannot be fetched.
        if (this.mounted && lang === this.spoken && lang !== 'sv' && !page.english) throw new Failure('network', ` ${ENGLISH}`);
        await rest();
        // Meanwhile the element may have been removed or given another address.
        if (turn !== this.turn) return;
        page.back = url.href !== src.href && this.title;
        const shown = { ...page };
        const isLate = late;
        await this.mount(module, text, turn, shown);
        if (!isLate) return;
        await words;
        if (turn !== this.turn || (page.english === shown.english && page.texts === shown.texts)) return;
        await this.idle();
        if (turn === this.turn) await this.mount(module, text, turn, page, true);
      } catch (error) {
        // The browser reports a policy violation only after the failure that it causes.
        await new Promise((resolve) => setTimeout(resolve));
        if (turn !== this.turn) return;
        this.kept = null;
        const failure = policy.violation() || (isFailure(error) ? error : new Failure('crash', error));
        if (this.mounted && failure.kind !== 'crash') this.stay(failure);
        else this.fail(failure);
      } finally {
        policy.stop();
      }
    }

    /**
     * Builds a view and shows it while it grows. With `quiet`, shows it only once it is
     * complete, replacing the same view in other words.
     */
    async mount(module, text, turn, page, quiet) {
      const place = create('div');
      const before = this.mounted;
      this.module = module;
      let mounted;
      try {
        // The view is on the page from its first piece, the top of the promise, and grows downwards:
        // laying it all out at once would be one long task. The browser can do other work whenever
        // a slice of time is used up, and after a few slices it paints what is there. Waiting for a
        // frame each time would take seconds.
        let pieces = 0;
        let isPainted = quiet;
        const start = performance.now();
        let began = start;
        page.pause = async () => {
          // Called once the document has been read, and then before every piece.
          if (pieces++ === 2 && turn === this.turn && !quiet) {
            // Read now: the radio buttons of both views share their names, so inserting the new
            // ones unchecks these.
            this.chosen = choices(this.place);
            this.show([this.frameSheet, module.sheet], place);
            this.keepFocus();
          }
          const now = performance.now();
          if (now - began > SLICE) {
            const paints = !isPainted && pieces > 2 && now - start > 4 * SLICE;
            await (paints ? pause() : rest());
            isPainted ||= paints;
            began = performance.now();
          }
          // The view is no longer wanted, so the rest is not built.
          if (turn !== this.turn) throw turn;
        };
        module.building++;
        mounted = await Promise.race([module.mount(place, text, page), module.crashed]);
      } catch (error) {
        throw typeof error === 'string' ? new Failure('invalid-document', error) : error;
      } finally {
        module.building--;
      }
      if (turn !== this.turn) {
        mounted.free();
        return;
      }
      this.keepChoices(place, quiet ? choices(this.place) : this.chosen);
      if (quiet) this.replace(place);
      before?.free();
      this.mounted = mounted;
      this.place = place;
      this.at = { opened: this.opened, spoken: this.spoken, next: null };
      if (!page.back) this.title = place.querySelector('.title')?.textContent;
      module.live.add(this);
      if (quiet) return;
      this.host.removeAttribute('aria-busy');
      this.tell('lofte:ready', { src: page.address });
      // Does not take the focus from anything that the reader has moved on to.
      if ([document.body, focused].includes(document.activeElement)) followFragment();
    }

    /** Resolves when no field has the focus: a view is not replaced while somebody is typing. */
    async idle() {
      while (this.root.activeElement?.matches('input, select, textarea')) {
        await new Promise((resolve) => { this.root.addEventListener('focusout', resolve, { once: true }); });
        // The focus may have moved to the next field.
        await pause();
      }
    }

    /** Shows the same view in other words, with the same folds open and at the same place. */
    replace(place) {
      const old = this.place;
      const own = (view, css) => [...view.querySelectorAll(css)].filter((element) => !element.closest('.then'));
      // Nested folds are built when the outer one is opened.
      own(old, 'details').forEach(({ open }, at) => {
        const fold = own(place, 'details')[at];
        if (!fold || fold.open === open) return;
        fold.open = open;
        // The browser's own event comes too late, except for a fold that fetches its content.
        if (!fold.dataset.document) fold.dispatchEvent(new CustomEvent('toggle'));
      });
      const { activeElement } = this.root;
      const same = activeElement && (({ localName, className }) => `${localName}.${CSS.escape(className)}`)(activeElement);
      // The first element in the window that also exists in the new view.
      const mark = [...old.querySelectorAll('[id]')].find((element) => element.getBoundingClientRect().bottom > 0);
      const top = () => this.root.getElementById(mark?.id)?.getBoundingClientRect().top || 0;
      const before = top();
      const focused = same && [...old.querySelectorAll(same)].indexOf(activeElement);
      this.show([this.frameSheet, this.module.sheet], place);
      if (same) place.querySelectorAll(same)[focused]?.focus({ preventScroll: true });
      if (mark) scrollBy({ top: top() - before, behavior: 'instant' });
    }

    /**
     * Keeps the filter and search of a promise when the language changes, and applies a
     * filter set while the view was being built to all of it.
     */
    keepChoices(place, before) {
      const old = this.place?.dataset.promise === place.dataset.promise ? before : {};
      for (const field of choiceFields(place)) {
        if (field.type === 'radio') {
          if (old[field.name] === field.value) field.checked = true;
          if (!field.checked) continue;
        } else {
          field.value ||= old[field.id] ?? '';
          // If the choice no longer exists, everything is shown.
          field.value ||= '';
        }
        if (field.value) field.dispatchEvent(new CustomEvent('input', { bubbles: true }));
      }
    }

    /** Keeps the current view, because another promise or language could not be fetched. */
    stay(failure) {
      Object.assign(this, this.at);
      this.restore();
      this.host.removeAttribute('aria-busy');
      this.say('failed');
      console.error(`medborgarlofte: ${failure.message}`);
      this.tell('lofte:error', { kind: failure.kind, message: failure.message });
    }

    /** Shows the last complete view instead of the one being built. */
    restore() {
      if (!this.mounted) this.wait();
      else if (!this.place.isConnected) {
        this.show([this.frameSheet, this.module.sheet], this.place);
        for (const field of choiceFields(this.place)) {
          if (field.type === 'radio') field.checked = (this.chosen[field.name] || '') === field.value;
        }
      }
    }

    /** Announces one of the status messages included in the view. */
    say(sentence) {
      const said = this.root.querySelector('.said');
      if (said) said.textContent = said.dataset[sentence] || '';
      return said?.textContent;
    }

    /** Handles the buttons that involve the page, its address or the clipboard. */
    press(event) {
      // Leaves buttons in the page's own fallback alone.
      if (event.target.getRootNode() !== this.root) return;
      const button = event.target.closest('button');
      const { link, open, speak } = button?.dataset || {};
      if (button?.ariaCurrent) return;
      if (link !== undefined) this.copy(button, link);
      else if (open !== undefined) this.change({ opened: open ? new URL(open) : null, next: '.title' });
      else if (speak !== undefined) this.change({ spoken: speak, next: '.languages [aria-current]' });
      const deep = event.target.closest('a.deep');
      // With a modifier key, the link opens in a new window or tab as usual.
      if (deep && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
        && reveal([this], fragment(deep.hash))) event.preventDefault();
    }

    /** Shows another promise or another language in place. */
    change(wish) {
      Object.assign(this, wish);
      this.restore();
      this.say('fetching');
      this.host.setAttribute('aria-busy', 'true');
      this.load();
    }

    async copy(button, link) {
      const address = `${location.href.split('#')[0]}#lofte-${link}`;
      let done = 'copied';
      try {
        await navigator.clipboard.writeText(address);
      } catch {
        done = 'notCopied';
      }
      // The button may still show the message from an earlier click.
      const usual = (button.usual ||= button.firstChild.data);
      const words = this.say(done);
      button.firstChild.data = words;
      clearTimeout(button.saying);
      button.saying = setTimeout(() => {
        button.firstChild.data = usual;
        if (this.root.querySelector('.said')?.textContent === words) this.say();
      }, 4000);
    }

    /** Fetches an earlier promise to show how the same commitment went in it. */
    async recall(fold) {
      const { document: address, id } = fold.dataset;
      if (!address || !fold.open || fold.recalled || fold.getRootNode() !== this.root) return;
      fold.recalled = true;
      const place = fold.lastElementChild;
      const say = (sentence) => { place.firstElementChild.textContent = this.root.querySelector('.said').dataset[sentence]; };
      say('fetching');
      try {
        const text = await fetchDocument(new URL(address));
        // Only a complete view can show it.
        while (fold.isConnected && !this.place?.contains(fold)) await pause();
        if (fold.isConnected) this.mounted.recall(place, text, address, id);
      } catch (error) {
        fold.recalled = false;
        if (error instanceof WebAssembly.RuntimeError) throw error;
        if (fold.isConnected) say('failed');
        console.error(`medborgarlofte: ${error?.message || FAILURES['invalid-document'][1] + address}`);
      }
    }

    /** Returns the element for this part of the promise, once the view is complete. */
    find({ promise, id }) {
      const view = this.root.querySelector('.lofte');
      if (!view || (promise && promise !== view.dataset.promise)) return null;
      return this.root.getElementById(`lofte-${id}`) || (id === 'tips' && view.querySelector('.tip'));
    }

    fail(error) {
      const failure = isFailure(error) ? error : new Failure('crash', error);
      // The view of a crashed module cannot be freed, only abandoned.
      if (failure.kind === 'crash') this.mounted = null;
      this.stop();
      if (failure.kind === 'crash') this.module = null;
      const box = create('div');
      box.className = 'failed';
      box.setAttribute('role', 'alert');
      box.append(plain('p', FAILURES[failure.kind][0], this.lang()));
      if (FAILURES[failure.kind][0] !== PLAIN.old) {
        const again = plain('button', PLAIN.button, this.lang());
        again.type = 'button';
        again.addEventListener('click', () => {
          this.next = '.title, .failed button';
          this.wait();
          this.load();
        });
        box.append(again);
      }
      this.show([this.frameSheet], create('slot'), box);
      this.keepFocus();
      console.error(`medborgarlofte: ${failure.message}`);
      this.tell('lofte:error', { kind: failure.kind, message: failure.message });
      followFragment();
    }

    show(sheets, ...nodes) {
      this.root.adoptedStyleSheets = sheets;
      this.root.replaceChildren(...nodes);
    }

    /** Moves the focus if the reader pressed a button that is gone. */
    keepFocus() {
      const element = this.next && this.root.querySelector(this.next);
      if (element) focus(element);
      this.next = null;
    }

    stopWaiting() {
      this.observer?.disconnect();
      this.observer = null;
    }

    stop() {
      this.turn++;
      this.stopWaiting();
      this.module?.live.delete(this);
      this.mounted?.free();
      this.mounted = null;
      this.place = null;
      this.host.removeAttribute('aria-busy');
    }

    leave() {
      onPage.delete(this);
      const { module } = this;
      this.stop();
      // Forgets what was typed along with the element.
      module?.forget(this.host);
    }

    /** Reads an attribute as an address, relative to the page like a link. */
    address(attribute) {
      const written = this.host.getAttribute(attribute);
      if (!written) return null;
      let url;
      try {
        url = new URL(written, this.host.baseURI);
      } catch {
        throw new Failure('bad-address', ` ${written}`);
      }
      if (url.protocol === 'file:') throw new Failure('file-url', ` ${url.href}`);
      if (!/^https?:$/.test(url.protocol)) throw new Failure('bad-address', ` ${written}`);
      return url;
    }

    tell(name, detail) {
      tell(this.host, name, detail);
    }
  }

  const choiceFields = (view) => view.querySelectorAll('.choices input, .find-fields :is(select, input)');

  /** The choices and the search words in a view, without the choices that show everything. */
  function choices(view) {
    const chosen = {};
    for (const { type, name, id, checked, value } of view ? choiceFields(view) : []) {
      if (type !== 'radio') chosen[id] = value;
      else if (checked && value) chosen[name] = value;
    }
    return chosen;
  }

  /** Dispatches an event in a task of its own, so that errors in listeners do not affect the widget. */
  function tell(host, name, detail) {
    rest().then(() => host.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail })));
  }

  function focus(element, options) {
    if (element.tabIndex < 0) element.tabIndex = -1;
    element.focus(options);
  }

  // -------------------------------------------------------------------- places

  // The page's address and history are left alone: the widget reads the fragment and never
  // writes it.

  /** Parses a fragment of the widget: #lofte-olofstrom-2024.a-traktorer or #lofte-a-traktorer. */
  const fragment = (hash = location.hash) => /^#lofte-(?:(?<promise>[a-z0-9-]+)\.)?(?<id>[a-z0-9-]+)$/.exec(hash)?.groups;

  const onPage = new Set();
  let followed = false;
  // The focused element when the page's address last changed.
  let focused = document.activeElement;

  /** Goes once to the part named in the page's address, in the first widget that has it. */
  function followFragment() {
    const first = (a, b) => (a.host.compareDocumentPosition(b.host) & 4 ? -1 : 1);
    const all = [...onPage].sort(first);
    const named = fragment();
    // Which widget is the first to have it is unknown until those before it are loaded.
    const waiting = named?.promise ? -1 : all.findIndex(({ host }) => host.ariaBusy);
    followed ||= reveal(waiting < 0 ? all : all.slice(0, waiting), named);
  }

  /** Unfolds, focuses and highlights a part. Returns whether one of the widgets had it. */
  function reveal(among, named) {
    for (const widget of named ? among : []) {
      const element = widget.find(named);
      if (!element) continue;
      widget.root.querySelector('[data-here]')?.removeAttribute('data-here');
      if (element.closest('[hidden]')) widget.root.querySelector('.find-reset').click();
      for (let fold = element; fold; fold = fold.parentElement) if (fold.localName === 'details') fold.open = true;
      const form = element.querySelector('.tip-closed button');
      if (form) form.click();
      else focus(element, { preventScroll: true });
      element.dataset.here = '';
      element.scrollIntoView();
      return true;
    }
    return false;
  }

  window.addEventListener('hashchange', () => {
    followed = false;
    focused = document.activeElement;
    followFragment();
    if (followed || !fragment()) return;
    for (const widget of onPage) {
      if (!widget.observer) continue;
      widget.stopWaiting();
      widget.load();
    }
  });

  // --------------------------------------------------------------------- paper

  // Folds cannot be opened on paper.
  let unfolded = [];
  const folds = () => [...onPage].flatMap(({ root }) => [...root.querySelectorAll('details:not([open], [data-document], .timeline *)')]);

  window.addEventListener('beforeprint', () => {
    for (let closed = folds(); closed.length; closed = folds()) {
      for (const fold of closed) {
        fold.open = true;
        // The browser's own event would come after printing.
        fold.dispatchEvent(new CustomEvent('toggle'));
      }
      unfolded.push(...closed);
    }
  });
  window.addEventListener('afterprint', () => {
    for (const fold of unfolded) fold.open = false;
    unfolded = [];
  });

  // --------------------------------------------------------------- way back

  // Browsers keep a page in memory in case the user goes back. On a shared computer the next
  // person must not find what somebody wrote to the kommun.
  window.addEventListener('pagehide', () => {
    for (const { host, module } of onPage) module?.empty(host);
  });

  /** Listens for violations of the page's policy caused by the widget, not by the page itself. */
  function watchPolicy() {
    const ours = [base.href];
    let found = null;
    const listen = (event) => {
      // A report-only policy does not block anything.
      if (event.disposition === 'report') return;
      const blocked = event.blockedURI;
      // For a request to another origin, only the origin may be reported.
      const isOurs = (blocked === 'wasm-eval' && (event.sourceFile || base.href).startsWith(base.href)) || ours.some((url) => url && (blocked.startsWith(url) || blocked === new URL(url).origin));
      if (isOurs) found ||= new Failure('policy', `${event.effectiveDirective} (stoppade ${blocked}).`);
    };
    // The event bubbles; markup can hide the methods of `document`, but not those of `window`.
    window.addEventListener('securitypolicyviolation', listen);
    return { ours, violation: () => found, stop: () => window.removeEventListener('securitypolicyviolation', listen) };
  }

  // ------------------------------------------------------------------- element

  const widgets = new WeakMap();

  function define() {
    if (customElements.get(NAME)) return;
    customElements.define(NAME, class extends HTMLElement {
      static observedAttributes = ['src', 'tips', 'texts', 'lang', 'heading-level'];

      connectedCallback() {
        const widget = widgets.get(this);
        // A page that moves the element removes it and inserts it again immediately, which
        // must not lose what has been typed.
        if (widget) {
          onPage.add(widget);
          if (!widget.leaving || widget.stale) widget.start();
          widget.leaving = false;
          return;
        }
        if (!isModern()) {
          giveUp(this, 'old-browser');
          return;
        }
        try {
          if (!this[claimed]) checkOptions(this, (name) => name, isPagesOwn);
          const created = new Widget(this);
          widgets.set(this, created);
          onPage.add(created);
          created.start();
        } catch (error) {
          giveUp(this, 'crash', error);
        }
      }

      disconnectedCallback() {
        const widget = widgets.get(this);
        if (!widget) return;
        widget.leaving = true;
        setTimeout(() => {
          if (this.isConnected) return;
          if (widget.leaving) widget.leave();
          widget.leaving = false;
        });
      }

      attributeChangedCallback(name, before, after) {
        const widget = widgets.get(this);
        if (!widget || before === after) return;
        if (this.isConnected) widget.start();
        else widget.stale = true;
      }
    });
  }

  function isModern() {
    return typeof WebAssembly === 'object' && 'adoptedStyleSheets' in document
      && 'replaceSync' in CSSStyleSheet.prototype && 'timeout' in AbortSignal;
  }

  const hopeless = new WeakSet();

  /** The last resort if not even the frame of the widget can be shown. */
  function giveUp(host, kind, error) {
    if (hopeless.has(host)) return;
    hopeless.add(host);
    const { message } = new Failure(kind, error);
    const sentence = plain('p', FAILURES[kind][0], host.closest('[lang]')?.lang || 'sv');
    if (host.shadowRoot) host.shadowRoot.replaceChildren(create('slot'), sentence);
    else host.append(sentence);
    console.error(`medborgarlofte: ${message}`);
    tell(host, 'lofte:error', { kind, message });
  }

  // A misspelt option that is silently ignored costs an editor an afternoon.
  function checkOptions(element, nameOf, isOther) {
    for (const { name, value } of element.attributes) {
      const option = nameOf(name);
      if (isOther(name)) continue;
      if (!OPTIONS.includes(option)) {
        console.warn(`medborgarlofte: attributet ”${name}” finns inte. De som finns: ${OPTIONS.join(', ')}.`);
      } else if (option === 'loading' && !['lazy', 'eager'].includes(value)) {
        console.warn(`medborgarlofte: ${name}="${value}" finns inte. Skriv lazy eller eager.`);
      } else if (option === 'heading-level' && !/^[1-6]$/.test(value)) {
        console.warn(`medborgarlofte: ${name}="${value}" finns inte. Skriv en siffra från 1 till 6.`);
      }
    }
  }

  const isPagesOwn = (name) => /^(id|class|style|title|dir|hidden|slot|part|role|inert|is|tabindex|translate|aria-.*|data-.*|on.*)$/.test(name);

  // ---------------------------------------------------------------- script tag

  /**
   * Finds the tag of this script. A module, or a script inserted by a consent manager, does
   * not know its own tag; in that case it is the first one that has not been claimed.
   */
  function findOwnTag() {
    // The type is checked, since <img name="currentScript"> is found as well: markup pasted by
    // an editor must not decide where code is loaded from.
    const isScript = (element) => element instanceof HTMLScriptElement;
    if (isScript(document.currentScript)) return document.currentScript;
    const all = native.getElementsByTagName.call(document, 'script');
    const ours = [...all].filter((script) => isScript(script) && new RegExp(`(^|/)${FILE}([?#]|$)`).test(script.src));
    return ours.find((script) => script.dataset.src && !script[claimed]) || ours[0] || null;
  }

  /** The address of the folder with the widget's own files. */
  function ownAddress() {
    try {
      return new URL('.', ownTag.src);
    } catch {
      return new URL('.', location.href);
    }
  }

  function placeElement(script) {
    if (!script || script[claimed]) return;
    script[claimed] = true;
    checkOptions(script, (name) => name.replace(/^data-/, ''), (name) => !name.startsWith('data-') || /^data-(cookie|consent|category|usercentrics|cmp)/.test(name));
    if (!('src' in script.dataset)) return;
    const element = create(NAME);
    // The options have been checked on the tag.
    element[claimed] = true;
    for (const option of OPTIONS) {
      const value = script.getAttribute(`data-${option}`);
      if (value !== null) element.setAttribute(option, value);
    }
    if (!script.closest('head')) {
      script.after(element);
      return;
    }
    console.warn('medborgarlofte: skripttaggen står i <head>, där inget syns. Löftet visas sist på sidan. Flytta taggen dit det ska stå.');
    const place = () => (find('main') || find('body')).append(element);
    if (document.readyState === 'loading') window.addEventListener('DOMContentLoaded', place, { once: true });
    else place();
  }

  define();
  placeElement(ownTag);
})();
