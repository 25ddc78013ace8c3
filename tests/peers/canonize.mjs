// Compares canonical forms with those of jsonld.js and rdf-canonize.
//
//     cargo run --release -p differential -- COUNT | node canonize.mjs
//
// Ends with 0 when every difference is one of the known faults below, and says how many documents and differences.
import jsonld from 'jsonld';

// Where jsonld.js or rdf-canonize is known to be wrong: the class, the rule, and how what is left shows that nothing else is.
const FAULTS = [
  {
    class: 'U+FFFE and U+FFFF are not escaped',
    rule: 'RDFC-1.0 appendix A: what is no character of XML 1.1 is written \\uFFFE',
    shows: (line, ours, theirs) => /[\uFFFE\uFFFF]/.test(theirs) && unlabelled(ours) === unlabelled(escaped(theirs)),
  },
  {
    class: 'lines are sorted by UTF-16 units, which puts U+10000 and above before U+E000 to U+FFFF',
    rule: 'RDFC-1.0 4.6, step 4, and section 5: in code point order',
    shows: (line, ours, theirs) =>
      /[\uE000-\uFFFF]/.test(line) && /[\u{10000}-\u{10FFFF}]/u.test(line) && unlabelled(ours) === unlabelled(theirs),
  },
  // RDFC-1.0 does not tell blank nodes apart that differ only in the graph that holds some of their statements (the graph
  // is no part of Hash Related Blank Node): which of them comes first is left open. Nothing but labels differs then.
  {
    class: 'no fault: labels that RDFC-1.0 leaves open, of nodes in several graphs',
    rule: 'RDFC-1.0 4.7',
    shows: (line, ours, theirs) => /"(groups|parts)":/.test(line) && unlabelled(ours) === unlabelled(theirs),
  },
];
// These two are mended, in the expanded document and in the statements: everything else is still compared.
const INTEGER = {
  class: 'a fraction whose shortest form has no point (1e-7) becomes an integer',
  rule: 'JSON-LD 1.1 API 8.6: a number with a fraction is an xsd:double',
};
const TWICE = {
  class: 'a statement that is made twice (a JSON literal, an empty list) is two lines',
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
  const mended = await withDoubles(message.document);
  if (mended) {
    found.push(INTEGER);
    theirs = await canonical(mended);
  }
  if (theirs !== message.canonical && once(theirs) !== theirs) {
    found.push(TWICE);
    theirs = await canonical(once(theirs), {inputFormat: 'application/n-quads'});
  }
  if (theirs !== message.canonical) {
    found.push(FAULTS.find(({shows}) => shows(line, message.canonical, theirs)));
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

// Lines end with a line feed and with nothing else; `node:readline` also ends them at U+2028.
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
      // Its own budget is smaller than ours.
      canonizeOptions: {maxWorkFactor: 3},
    });
  } catch(error) {
    return `${error}`;
  }
}

// The document expanded, with the fractions that jsonld.js takes for integers as the doubles that they are; nothing where
// it has none.
async function withDoubles(document) {
  const expanded = await jsonld.expand(document, options());
  let any = false;
  (function mend(value) {
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
    Object.values(value).forEach(mend);
  })(expanded);
  return any ? expanded : undefined;
}

function sorted(text) {
  return text.split('\n').sort().join('\n');
}

function escaped(text) {
  return text.replace(/\uFFFE/g, '\\uFFFE').replace(/\uFFFF/g, '\\uFFFF');
}

function once(text) {
  return [...new Set(text.split('\n'))].join('\n');
}

function unlabelled(text) {
  return sorted(text.replace(/_:c14n\d+/g, '_:'));
}

function only(text, other) {
  const lines = new Set(other.split('\n'));
  return text.split('\n').filter(line => !lines.has(line)).join('\n');
}
