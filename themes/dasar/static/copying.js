/* Links and citations of articles, copied in place and told aloud. Without this file, or a clipboard, the links lead to the article. */
(function () {
  'use strict';
  var doc = document, root = doc.querySelector('[data-cite]'), status = doc.getElementById('status'), timer;
  if (!root || !navigator.clipboard) return;
  function all(selector) { return [].slice.call(root.querySelectorAll(selector)); }
  function word(name) { return root.getAttribute('data-' + name); }

  function tell(text) {
    status.textContent = text;
    status.className = 'toast';
    clearTimeout(timer);
    timer = setTimeout(function () { status.className = 'vh'; }, 8000);
  }
  function copy(text) {
    navigator.clipboard.writeText(text).then(
      function () { tell(word('copied').replace('#', text)); },
      function () { tell(word('uncopied').replace('#', text)); }
    );
  }

  // «pasal-5-ayat-2» is Pasal 5 ayat (2); «pasal-I-3-pasal-7A» is Pasal 7A dalam Pasal I angka 3. Legal words, in every language.
  var ANCHOR = /^(penjelasan-)?pasal-([0-9A-Z]+)(?:-(\d+[a-z]?))?(?:-pasal-([0-9A-Z]+))?(?:-ayat-([0-9a-z]+))?$/i;
  function cited(anchor) {
    var part = ANCHOR.exec(anchor);
    if (!part) return '';
    var own = 'Pasal ' + (part[4] || part[2]) + (part[5] ? ' ayat (' + part[5] + ')' : '');
    var within = part[4] ? ' dalam Pasal ' + part[2] + (part[3] ? ' angka ' + part[3] : '') : part[3] ? ' angka ' + part[3] : '';
    return (part[1] ? 'Penjelasan ' : '') + own + within + ' ' + word('cite');
  }
  function control(tag, anchor, words, label) {
    var button = doc.createElement(tag);
    button.type = 'button';
    button.className = 'copy';
    button.textContent = words;
    button.setAttribute('data-anchor', anchor);
    button.setAttribute('aria-label', label);
    return button;
  }

  all('a[data-copy]').forEach(function (link) {
    var anchor = link.getAttribute('data-copy') || link.closest('[id]').id, name = cited(anchor);
    link.setAttribute('aria-label', word('copy-link') + ' ' + link.textContent.replace(/^.*?(?=Pasal)/, ''));
    link.textContent = word('copy-link');
    if (name) link.after(control('button', anchor, word('copy-cite'), word('copy-cite') + ' ' + name));
  });
  var paragraphs = all('li[id*="-ayat-"]');
  // The whole of a long law has thousands of paragraphs: its articles can be copied, a part of it offers them all.
  if (paragraphs.length < 800) paragraphs.forEach(function (item) {
    var mark = item.querySelector('.n'), name = cited(item.id);
    if (mark && name) mark.replaceChildren(control('button', item.id, mark.textContent, word('copy-cite') + ' ' + name));
  });

  root.addEventListener('click', function (event) {
    var link = event.target.closest('a[data-copy]'), button = event.target.closest('button.copy');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      copy(link.href);
    }
    if (!button) return;
    var anchor = button.getAttribute('data-anchor'), article = button.closest('.pasal') || root;
    var home = article.querySelector('a[data-copy]'), address = (home || location).href;
    // A paragraph is a place in the page of its article.
    copy(cited(anchor) + ', ' + (/-ayat-/.test(anchor) ? address.split('#')[0] + '#' + anchor : address));
  });
})();
