//! Files that were sent, by either side.

use std::collections::{HashMap, VecDeque};

use bytes::Bytes;

/// The bytes kept over all files; beyond that the oldest are forgotten.
const KEPT: usize = 512 * 1024 * 1024;
/// The largest file a bot may fetch, in bytes.
pub(crate) const LARGEST_DOWNLOAD: usize = 20 * 1024 * 1024;

#[derive(Debug, Clone)]
pub(crate) struct File {
    pub id: String,
    pub unique_id: String,
    pub name: String,
    pub mime: String,
    pub bytes: Bytes,
    /// What it says about its size; more than its bytes if a test pretends.
    pub size: usize,
    /// Where it is fetched from, once the bot has asked.
    pub path: String,
}

#[derive(Debug, Default)]
pub(crate) struct Files {
    by_id: HashMap<String, File>,
    by_path: HashMap<String, String>,
    order: VecDeque<String>,
    kept: usize,
    count: u64,
}

impl Files {
    /// Keeps a file. `folder` is the kind of thing it is, as it stands in its path.
    pub fn add(&mut self, folder: &str, name: &str, mime: &str, bytes: Bytes, size: usize) -> File {
        self.count += 1;
        let count = self.count;
        let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| format!(".{ending}"));
        let file = File {
            id: format!("AgACAgIAAxkBAAI{count:012}"),
            unique_id: format!("AQAD{count:012}"),
            name: name.to_owned(),
            mime: mime.to_owned(),
            size,
            path: format!("{folder}/file_{count}{ending}"),
            bytes,
        };
        self.kept += file.bytes.len();
        self.order.push_back(file.id.clone());
        self.by_path.insert(file.path.clone(), file.id.clone());
        self.by_id.insert(file.id.clone(), file.clone());
        while self.kept > KEPT && self.order.len() > 1 {
            let Some(file) = self.order.pop_front().and_then(|id| self.by_id.remove(&id)) else { break };
            self.by_path.remove(&file.path);
            self.kept -= file.bytes.len();
        }
        file
    }

    pub fn get(&self, id: &str) -> Option<&File> {
        self.by_id.get(id)
    }

    pub fn at(&self, path: &str) -> Option<&File> {
        self.by_path.get(path).and_then(|id| self.by_id.get(id))
    }
}
