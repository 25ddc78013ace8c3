//! RDF Dataset Canonicalization (RDFC-1.0): isomorphic datasets get the same N-Quads.
//!
//! The number of computed hashes is limited, so that a poison graph (RDFC-1.0 section 7.1) fails with
//! `DI_GRAPH_BUDGET`.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write,
    rc::Rc,
};

use sha2::{Digest, Sha256, Sha384};

use super::{
    LinkedDataError,
    rdf::{Quad, Term},
};
use crate::{code::Code, limits};

/// The hash algorithm of canonicalization (RDFC-1.0 section 4.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256, the default.
    #[default]
    Sha256,
    /// SHA-384, for suites on P-384. They use it inside the canonicalization, too, not only before signing.
    Sha384,
}

impl Hash {
    /// Returns the digest of `bytes`.
    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
        }
    }

    fn hex(self, text: &str) -> Rc<str> {
        match self {
            Self::Sha256 => data_encoding::HEXLOWER.encode(&Sha256::digest(text)).into(),
            Self::Sha384 => data_encoding::HEXLOWER.encode(&Sha384::digest(text)).into(),
        }
    }
}

/// A dataset in canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanonicalDataset {
    /// The canonical N-Quads document.
    pub nquads: String,
    /// The number `n` of the canonical identifier `c14n{n}`, for each blank node of the input.
    pub issued: BTreeMap<u32, usize>,
}

/// Canonicalizes `quads` (RDFC-1.0 section 4.4.3).
pub fn canonicalize(mut quads: Vec<Quad>, hash: Hash) -> Result<CanonicalDataset, LinkedDataError> {
    quads.sort_unstable();
    quads.dedup();
    let mut state = CanonicalizationState::new(&quads, hash);
    state.issue_canonical_identifiers()?;
    let mut lines: Vec<String> = Vec::with_capacity(quads.len());
    for quad in &quads {
        let mut line = String::with_capacity(160);
        quad.write(&mut line, &|blank, to| match state.canonical.get(blank) {
            Some(number) => write_label(to, CANONICAL, number),
            None => to.push_str("_:"),
        });
        lines.push(line);
    }
    lines.sort_unstable();
    Ok(CanonicalDataset { nquads: lines.concat(), issued: state.canonical.issued.into_iter().collect() })
}

/// The prefix of canonical identifiers.
const CANONICAL: &str = "c14n";
/// The prefix of temporary identifiers (section 4.4.3, step 5.2.2).
const TEMPORARY: &str = "b";

fn write_label(to: &mut String, prefix: &str, number: usize) {
    // Writing into a `String` cannot fail.
    write!(to, "_:{prefix}{number}").unwrap_or_default();
}

/// An identifier issuer (section 4.5).
#[derive(Clone, Default)]
struct IdentifierIssuer {
    issued: HashMap<u32, usize>,
    order: Vec<u32>,
}

impl IdentifierIssuer {
    fn get(&self, blank: u32) -> Option<usize> {
        self.issued.get(&blank).copied()
    }

    fn issue(&mut self, blank: u32) -> usize {
        let next = self.order.len();
        *self.issued.entry(blank).or_insert_with(|| {
            self.order.push(blank);
            next
        })
    }
}

/// A related blank node, its position (section 4.7), and the quad that mentions both.
type RelatedNode<'q> = (u32, char, &'q Quad);

/// Returns the blank nodes that share a quad with `node` (section 4.8, step 3.1).
fn related_nodes<'q>(node: u32, mentions: &[&'q Quad]) -> Vec<RelatedNode<'q>> {
    let others = |quad: &&'q Quad| {
        let quad = *quad;
        quad.blank_nodes().filter(move |(other, _)| *other != node).map(move |(other, at)| (other, at, quad))
    };
    mentions.iter().flat_map(others).collect()
}

/// The canonicalization state (section 4.2).
struct CanonicalizationState<'q> {
    hash: Hash,
    /// The quads that mention each blank node.
    quads: BTreeMap<u32, Vec<&'q Quad>>,
    /// The other blank nodes in these quads.
    related_nodes: HashMap<u32, Rc<Vec<RelatedNode<'q>>>>,
    first_degree: HashMap<u32, Rc<str>>,
    canonical: IdentifierIssuer,
    steps: usize,
}

impl<'q> CanonicalizationState<'q> {
    fn new(all: &'q [Quad], hash: Hash) -> Self {
        let mut quads: BTreeMap<u32, Vec<&Quad>> = BTreeMap::new();
        for quad in all {
            for (blank, _) in quad.blank_nodes() {
                let mentions = quads.entry(blank).or_default();
                // A quad that contains a blank node twice counts once.
                if !mentions.last().is_some_and(|last| std::ptr::eq(*last, quad)) {
                    mentions.push(quad);
                }
            }
        }
        let related_nodes =
            quads.iter().map(|(node, mentions)| (*node, Rc::new(related_nodes(*node, mentions)))).collect();
        Self {
            hash,
            quads,
            related_nodes,
            first_degree: HashMap::new(),
            canonical: IdentifierIssuer::default(),
            steps: 0,
        }
    }

    fn count_steps(&mut self, steps: usize) -> Result<(), LinkedDataError> {
        self.steps += steps;
        if self.steps > limits::RDFC_STEPS {
            return Err(LinkedDataError::new(Code::DiGraphBudget)
                .with("detail", format!("more than {} steps", limits::RDFC_STEPS)));
        }
        Ok(())
    }

    /// Issues the canonical identifiers (section 4.4.3, steps 3 to 5).
    fn issue_canonical_identifiers(&mut self) -> Result<(), LinkedDataError> {
        let mut nodes_by_hash: BTreeMap<Rc<str>, Vec<u32>> = BTreeMap::new();
        let blank_nodes: Vec<u32> = self.quads.keys().copied().collect();
        for blank in blank_nodes {
            let hash = self.hash_first_degree(blank)?;
            nodes_by_hash.entry(hash).or_default().push(blank);
        }
        for blank_nodes in nodes_by_hash.values() {
            if let [only] = blank_nodes[..] {
                self.canonical.issue(only);
            }
        }
        for blank_nodes in nodes_by_hash.values().filter(|blank_nodes| blank_nodes.len() > 1) {
            let mut paths: Vec<(Rc<str>, IdentifierIssuer)> = Vec::new();
            for &blank in blank_nodes {
                if self.canonical.get(blank).is_some() {
                    continue;
                }
                let mut issuer = IdentifierIssuer::default();
                issuer.issue(blank);
                paths.push(self.hash_n_degree(blank, issuer, 0)?);
            }
            paths.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (_, issuer) in paths {
                for blank in issuer.order {
                    self.canonical.issue(blank);
                }
            }
        }
        Ok(())
    }

    /// Hash First Degree Quads (section 4.6).
    fn hash_first_degree(&mut self, reference: u32) -> Result<Rc<str>, LinkedDataError> {
        if let Some(known) = self.first_degree.get(&reference) {
            return Ok(known.clone());
        }
        self.count_steps(1)?;
        let mut lines: Vec<String> = Vec::new();
        for quad in self.quads.get(&reference).into_iter().flatten() {
            let mut line = String::with_capacity(128);
            quad.write(&mut line, &|blank, to| to.push_str(if blank == reference { "_:a" } else { "_:z" }));
            lines.push(line);
        }
        lines.sort_unstable();
        let hash = self.hash.hex(&lines.concat());
        self.first_degree.insert(reference, hash.clone());
        Ok(hash)
    }

    /// Hash Related Blank Node (section 4.7).
    fn hash_related(
        &mut self,
        related: u32,
        quad: &Quad,
        issuer: &IdentifierIssuer,
        position: char,
    ) -> Result<Rc<str>, LinkedDataError> {
        self.count_steps(1)?;
        let mut input = String::from(position);
        if position != 'g'
            && let Term::Iri(predicate) = &quad.predicate
        {
            input.push('<');
            input.push_str(predicate);
            input.push('>');
        }
        if let Some(number) = self.canonical.get(related) {
            write_label(&mut input, CANONICAL, number);
        } else if let Some(number) = issuer.get(related) {
            write_label(&mut input, TEMPORARY, number);
        } else {
            input.push_str(&self.hash_first_degree(related)?);
        }
        Ok(self.hash.hex(&input))
    }

    /// Hash N-Degree Quads (section 4.8).
    fn hash_n_degree(
        &mut self,
        identifier: u32,
        mut issuer: IdentifierIssuer,
        depth: usize,
    ) -> Result<(Rc<str>, IdentifierIssuer), LinkedDataError> {
        if depth > limits::RDFC_DEPTH {
            return Err(LinkedDataError::new(Code::DiGraphBudget)
                .with("detail", format!("deeper than {} nodes", limits::RDFC_DEPTH)));
        }
        let mut related_by_hash: BTreeMap<Rc<str>, Vec<u32>> = BTreeMap::new();
        for &(related, position, quad) in
            self.related_nodes.get(&identifier).cloned().iter().flat_map(|related_nodes| related_nodes.iter())
        {
            let hash = self.hash_related(related, quad, &issuer, position)?;
            related_by_hash.entry(hash).or_default().push(related);
        }
        let mut data = String::new();
        for (hash, mut related) in related_by_hash {
            data.push_str(&hash);
            let mut chosen: Option<(String, IdentifierIssuer)> = None;
            related.sort_unstable();
            loop {
                // Each permutation copies the issuer. Copying 32 identifiers costs about as much as one hash.
                self.count_steps(1 + issuer.order.len() / 32)?;
                if let Some(better) =
                    self.permutation_path(&related, &issuer, chosen.as_ref().map(|(path, _)| &**path), depth)?
                {
                    chosen = Some(better);
                }
                if !next_permutation(&mut related) {
                    break;
                }
            }
            if let Some((path, with)) = chosen {
                data.push_str(&path);
                issuer = with;
            }
        }
        self.count_steps(1)?;
        Ok((self.hash.hex(&data), issuer))
    }

    /// Returns the path of one permutation (section 4.8, step 5.4), or `None` if it is not smaller than `chosen`.
    fn permutation_path(
        &mut self,
        permutation: &[u32],
        issuer: &IdentifierIssuer,
        chosen: Option<&str>,
        depth: usize,
    ) -> Result<Option<(String, IdentifierIssuer)>, LinkedDataError> {
        let is_greater =
            |path: &str| chosen.is_some_and(|chosen| path.len() >= chosen.len() && path > chosen);
        let mut issuer = issuer.clone();
        let mut path = String::new();
        let mut recursion: Vec<u32> = Vec::new();
        for &related in permutation {
            if let Some(number) = self.canonical.get(related) {
                write_label(&mut path, CANONICAL, number);
            } else {
                if issuer.get(related).is_none() {
                    recursion.push(related);
                }
                write_label(&mut path, TEMPORARY, issuer.issue(related));
            }
            if is_greater(&path) {
                return Ok(None);
            }
        }
        for related in recursion {
            let (hash, with) = self.hash_n_degree(related, issuer.clone(), depth + 1)?;
            write_label(&mut path, TEMPORARY, issuer.issue(related));
            path.push('<');
            path.push_str(&hash);
            path.push('>');
            issuer = with;
            if is_greater(&path) {
                return Ok(None);
            }
        }
        Ok(chosen.is_none_or(|chosen| *path < *chosen).then_some((path, issuer)))
    }
}

/// Rearranges `items` into the next permutation in lexicographic order. Returns `false` after the last one.
fn next_permutation(items: &mut [u32]) -> bool {
    let Some(pivot) = items.windows(2).rposition(|pair| matches!(pair, [a, b] if a < b)) else {
        return false;
    };
    let Some(&least) = items.get(pivot) else { return false };
    if let Some(successor) = items.iter().rposition(|item| *item > least) {
        items.swap(pivot, successor);
    }
    if let Some(tail) = items.get_mut(pivot + 1..) {
        tail.reverse();
    }
    true
}
