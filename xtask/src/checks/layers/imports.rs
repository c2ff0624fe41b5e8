//! Reads which module uses which, from `use` lines and from paths that begin with `crate::` or `super::`.

use std::collections::{BTreeMap, BTreeSet};

/// A file: its module, as `stats::compare`, and its imports.
pub struct Source {
    module: String,
    /// Its `use` statements: the tree, and whether they re-export.
    uses: Vec<(bool, String)>,
    /// All other code.
    code: String,
}

impl Source {
    /// Without comments, and without the tests at the end of the file.
    pub fn new(module: String, text: &str) -> Source {
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
        let mut source = Source {
            module,
            uses: Vec::new(),
            code: String::new(),
        };
        let mut lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        while let Some(line) = lines.next() {
            let Some((is_public, start)) = use_of(line) else {
                source.code += line;
                source.code += "\n";
                continue;
            };
            let mut tree = start.to_owned();
            while !tree.contains(';')
                && let Some(line) = lines.next()
            {
                tree += line;
            }
            source.uses.push((is_public, tree));
        }
        source
    }

    /// Children that are compiled for tests alone.
    fn tests(&self) -> impl Iterator<Item = String> {
        let parts = self.code.split("#[cfg(test)]\n").skip(1);
        let names = parts.filter_map(|part| {
            let line = part.lines().next()?;
            line.trim_start_matches("pub ")
                .strip_prefix("mod ")?
                .strip_suffix(';')
        });
        names.map(|name| child(&self.module, name))
    }
}

/// The start of the tree of `use a::b;` or `pub(crate) use a::b;`, and whether it is public.
fn use_of(line: &str) -> Option<(bool, &str)> {
    let line = line.trim_start();
    if let Some(tree) = line.strip_prefix("use ") {
        return Some((false, tree));
    }
    let (public, tree) = line.split_once(" use ")?;
    (public.starts_with("pub") && !public.contains(' ')).then_some((true, tree))
}

pub fn folder(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

fn child(module: &str, name: &str) -> String {
    match module {
        "" => name.to_owned(),
        _ => [module, "::", name].concat(),
    }
}

fn parent(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(parent, _)| parent)
}

/// The modules of a package that are not for tests alone.
pub struct Modules<'a> {
    sources: Vec<&'a Source>,
    names: BTreeSet<&'a str>,
    /// By module and name: the path of a re-export.
    handed_on: BTreeMap<(&'a str, String), Vec<String>>,
}

impl<'a> Modules<'a> {
    pub fn of(sources: &'a [Source]) -> Modules<'a> {
        let tests: Vec<String> = sources.iter().flat_map(Source::tests).collect();
        let is_test = |module: &str| {
            tests.iter().any(|test| {
                module == test
                    || module
                        .strip_prefix(test.as_str())
                        .is_some_and(|rest| rest.starts_with("::"))
            })
        };
        let sources: Vec<&Source> = sources
            .iter()
            .filter(|source| !is_test(&source.module))
            .collect();
        let names = sources
            .iter()
            .map(|source| source.module.as_str())
            .collect();
        let mut handed_on = BTreeMap::new();
        for source in &sources {
            for (_, tree) in source.uses.iter().filter(|(is_public, _)| *is_public) {
                for path in expand(tree) {
                    if let Some(name) = path.last().cloned() {
                        handed_on.insert((source.module.as_str(), name), path);
                    }
                }
            }
        }
        Modules {
            sources,
            names,
            handed_on,
        }
    }

    /// From a module to each that it uses, each once. A re-export alone is no use.
    pub fn arrows(&self) -> BTreeSet<(&str, &str)> {
        let mut arrows = BTreeSet::new();
        for source in &self.sources {
            let uses = source.uses.iter().filter(|(is_public, _)| !is_public);
            let mut paths: Vec<Vec<String>> = uses.flat_map(|(_, tree)| expand(tree)).collect();
            for start in ["crate::", "super::"] {
                let found = source.code.match_indices(start);
                // `super::super::` is one path.
                let found = found.filter(|(at, _)| !source.code[..*at].ends_with("super::"));
                let found = found.flat_map(|(at, _)| expand(&source.code[at..]));
                // A string may contain the start alone.
                paths.extend(found.filter(|path| path.len() > 1));
            }
            for path in paths {
                let to = self.resolve(&source.module, &path, 0);
                if let Some(to) = to.filter(|to| *to != source.module) {
                    arrows.insert((source.module.as_str(), to));
                }
            }
        }
        arrows
    }

    /// The module of this package that a path leads into, if any.
    fn resolve(&self, from: &str, path: &[String], depth: usize) -> Option<&str> {
        let mut words = path.iter().peekable();
        let mut module = match words.peek()?.as_str() {
            "crate" => {
                words.next();
                String::new()
            }
            "self" | "super" => {
                let mut module = from.to_owned();
                while let Some(word) =
                    words.next_if(|word| ["self", "super"].contains(&word.as_str()))
                {
                    if word == "super" {
                        module = parent(&module).to_owned();
                    }
                }
                module
            }
            // A child, or another crate.
            name => {
                let is_child = self.names.contains(child(from, name).as_str());
                is_child.then(|| from.to_owned())?
            }
        };
        for word in words {
            let next = child(&module, word);
            if self.names.contains(next.as_str()) {
                module = next;
                continue;
            }
            let handed_on = self.handed_on.get(&(module.as_str(), word.clone()));
            // Re-exports can form a loop; no module is deeper than this.
            match handed_on.filter(|_| depth < 8) {
                Some(path) => {
                    return self
                        .resolve(&module, path, depth + 1)
                        .or(self.name(&module));
                }
                None => break,
            }
        }
        self.name(&module)
    }

    fn name(&self, module: &str) -> Option<&str> {
        self.names.get(module).copied()
    }

    /// One circle among the arrows, from its first module back to it.
    pub fn circle(&self) -> Option<Vec<&str>> {
        let mut arrows: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (from, to) in self.arrows() {
            arrows.entry(from).or_default().push(to);
        }
        let mut done = BTreeSet::new();
        arrows
            .keys()
            .find_map(|start| walk(start, &arrows, &mut Vec::new(), &mut done))
    }
}

fn walk<'a>(
    module: &'a str,
    arrows: &BTreeMap<&'a str, Vec<&'a str>>,
    way: &mut Vec<&'a str>,
    done: &mut BTreeSet<&'a str>,
) -> Option<Vec<&'a str>> {
    if let Some(at) = way.iter().position(|seen| *seen == module) {
        return Some([&way[at..], &[module]].concat());
    }
    if done.contains(module) {
        return None;
    }
    way.push(module);
    let circle = arrows
        .get(module)
        .into_iter()
        .flatten()
        .find_map(|next| walk(next, arrows, way, done));
    way.pop();
    done.insert(module);
    circle
}

/// The paths of a tree such as `crate::{a::b, c as d}`, up to where it ends.
fn expand(tree: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    read_tree(tree, &[], &mut paths);
    paths
}

/// Returns what follows the tree.
fn read_tree<'a>(tree: &'a str, before: &[String], paths: &mut Vec<Vec<String>>) -> &'a str {
    let mut path = before.to_vec();
    let mut rest = tree.trim_start();
    loop {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        if !word.is_empty() {
            path.push(word.to_owned());
        }
        rest = match after.strip_prefix("::") {
            Some(further) if further.starts_with('{') => {
                return read_group(&further[1..], &path, paths);
            }
            Some(further) => further,
            None => {
                paths.push(path);
                return after;
            }
        };
    }
}

fn read_group<'a>(group: &'a str, before: &[String], paths: &mut Vec<Vec<String>>) -> &'a str {
    let mut rest = group;
    loop {
        rest = read_tree(rest, before, paths);
        let next = rest.find([',', '}']).unwrap_or(rest.len());
        let is_last = !rest[next..].starts_with(',');
        rest = rest.get(next + 1..).unwrap_or_default();
        if is_last {
            return rest;
        }
        if rest.trim_start().starts_with('}') {
            return rest.trim_start().get(1..).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_expanded() {
        let paths = |tree: &str| -> Vec<String> {
            expand(tree).iter().map(|path| path.join("::")).collect()
        };
        assert_eq!(paths("crate::a::b"), ["crate::a::b"]);
        assert_eq!(paths("crate::a::f(x)"), ["crate::a::f"]);
        assert_eq!(
            paths("crate::{\n    a::{self, B as C},\n    d,\n}"),
            ["crate::a::self", "crate::a::B", "crate::d"]
        );
    }
}
