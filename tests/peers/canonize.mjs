// Compares canonical forms with those of jsonld.js and rdf-canonize.
//
//     cargo run --release -p differential -- COUNT | node canonize.mjs
//
// Prints the number of documents and differences. Exits with 0 if every difference is one of the known ones below.
import jsonld from 'jsonld';

// Known differences. `class` describes the behaviour of jsonld.js or rdf-canonize, `rule` is the specification, and
// `matches` returns whether this difference alone explains the two results.
const FAULTS = [
  {
    class: 'U+FFFE and U+FFFF are not escaped',
    rule: 'RDFC-1.0 appendix A: code points that are not XML 1.1 characters are escaped, e.g. \\uFFFE',
    matches: (line, ours, theirs) => /[\uFFFE\uFFFF]/.test(theirs) && withoutLabels(ours) === withoutLabels(escaped(theirs)),
  },
  {
    class: 'lines are sorted by UTF-16 code units, so U+10000 and above come before U+E000 to U+FFFF',
    rule: 'RDFC-1.0 4.6, step 4, and section 5: code point order',
    matches: (line, ours, theirs) =>
      /[\uE000-\uFFFF]/.test(line) && /[\u{10000}-\u{10FFFF}]/u.test(line) && withoutLabels(ours) === withoutLabels(theirs),
  },
  // RDFC-1.0 does not distinguish blank nodes that differ only in the graph of some of their statements, because the graph
  // is not part of Hash Related Blank Node. Their order is undefined, so only labels differ.
  {
    class: 'not a fault: undefined labels of blank nodes in several graphs',
    rule: 'RDFC-1.0 4.7',
    matches: (line, ours, theirs) => /"(groups|parts)":/.test(line) && withoutLabels(ours) === withoutLabels(theirs),
  },
];
// These two are corrected, in the expanded document and in the statements. The comparison covers everything else.
const INTEGER = {
  class: 'a fraction whose shortest form has no decimal point (1e-7) becomes an integer',
  rule: 'JSON-LD 1.1 API 8.6: a number with a fraction is an xsd:double',
};
const TWICE = {
  class: 'a repeated statement (a JSON literal, an empty list) becomes two lines',
  rule: 'RDF 1.1 Concepts 4: a dataset is a set of statements',
};
const KNOWN = [INTEGER, TWICE, ...FAULTS];

let contexts;
const counts = new Map(KNOWN.map(fault => [fault.class, 0]));
let documents = 0;
const differences = [];

for await (const line of lines(process.stdin)) {
  const message = JSON.parse(line);
  if (message.contexts) {
    contexts = new Map(Object.entries(message.contexts).map(([url, text]) => [url, JSON.parse(text)]));
    continue;
  }
  documents += 1;
  let theirs = await canonical(message.document);
  if (theirs === message.canonical) {
    continue;
  }
  const found = [];
  const corrected = await withDoubles(message.document);
  if (corrected) {
    found.push(INTEGER);
    theirs = await canonical(corrected);
  }
  if (theirs !== message.canonical && withoutRepeatedLines(theirs) !== theirs) {
    found.push(TWICE);
    theirs = await canonical(withoutRepeatedLines(theirs), {inputFormat: 'application/n-quads'});
  }
  if (theirs !== message.canonical) {
    found.push(FAULTS.find(({matches}) => matches(line, message.canonical, theirs)));
  }
  if (found.every(fault => fault)) {
    found.forEach(fault => counts.set(fault.class, counts.get(fault.class) + 1));
  } else {
    differences.push({document: message.document, ours: message.canonical, theirs});
  }
}

for (const {document, ours, theirs} of differences.slice(0, 3)) {
  console.log(`${JSON.stringify(document)}\n-- only ours\n${only(ours, theirs)}\n-- only theirs\n${only(theirs, ours)}\n`);
}
for (const {class: name, rule} of KNOWN) {
  console.log(`known, ${counts.get(name)} documents: ${name} (${rule})`);
}
console.log(`differential: jsonld.js and rdf-canonize: ${documents} documents, ${differences.length} differences`);
process.exitCode = documents > 0 && differences.length === 0 ? 0 : 1;

// Yields the lines of the stream, split at line feeds only. `node:readline` also splits at U+2028.
async function* lines(stream) {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const whole = (rest + chunk).split('\n');
    rest = whole.pop();
    yield* whole;
  }
}

function options() {
  return {
    base: null,
    safe: true,
    documentLoader: async url => ({contextUrl: null, documentUrl: url, document: contexts.get(url)}),
  };
}

async function canonical(document, more = {}) {
  try {
    return await jsonld.canonize(document, {
      ...options(),
      ...more,
      algorithm: 'RDFC-1.0',
      format: 'application/n-quads',
      // The default limit is lower than ours.
      canonizeOptions: {maxWorkFactor: 3},
    });
  } catch(error) {
    return `${error}`;
  }
}

// Returns the expanded document, in which fractions that jsonld.js converts to integers are typed as xsd:double. Returns
// undefined if there are none.
async function withDoubles(document) {
  const expanded = await jsonld.expand(document, options());
  let any = false;
  (function correct(value) {
    if (value === null || typeof value !== 'object') {
      return;
    }
    const number = value['@value'];
    if (value['@type'] === '@json') {
      return;
    }
    if (typeof number === 'number' && number % 1 !== 0 && !String(number).includes('.')) {
      any = true;
      value['@value'] = number.toExponential(15).replace(/(\d)0*e\+?/, '$1E');
      value['@type'] ??= 'http://www.w3.org/2001/XMLSchema#double';
      return;
    }
    Object.values(value).forEach(correct);
  })(expanded);
  return any ? expanded : undefined;
}

function sorted(text) {
  return text.split('\n').sort().join('\n');
}

function escaped(text) {
  return text.replace(/\uFFFE/g, '\\uFFFE').replace(/\uFFFF/g, '\\uFFFF');
}

function withoutRepeatedLines(text) {
  return [...new Set(text.split('\n'))].join('\n');
}

function withoutLabels(text) {
  return sorted(text.replace(/_:c14n\d+/g, '_:'));
}

function only(text, other) {
  const lines = new Set(other.split('\n'));
  return text.split('\n').filter(line => !lines.has(line)).join('\n');
}
