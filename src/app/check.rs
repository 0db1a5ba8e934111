//! `lotse check`: everything that can be wrong before it is, all at once.

use std::sync::Arc;

use crate::directory::{Area, Coverage, Directory, Freshness, Need};
use crate::model::{Clock as _, Land, OsEntropy, SystemClock};
use crate::ops::content::{Content, Faulty, Sources};
use crate::ops::settings::{self, Settings};
use crate::privacy::{Sealed, Vault};
use crate::store;
use crate::text::{Finding, Texts};

/// What a check found.
#[derive(Debug, Default)]
pub struct Report {
    /// What is to be printed, in order.
    pub lines: Vec<String>,
    /// How many faults were found.
    pub faults: usize,
}

impl Report {
    fn add(&mut self, texts: &Texts, finding: &Finding) {
        self.faults += usize::from(finding.is_fault());
        self.lines.push(texts.finding(finding));
    }
}

/// Checks content and texts, then key, database and channels where the settings name them. Changes nothing, and may be
/// done while Lotse runs.
pub async fn check(settings: &Settings) -> Report {
    let mut report = Report::default();
    let sources = Sources::read(settings.content.as_deref(), settings.locales.as_deref());
    let loaded =
        sources.map_err(|error| Faulty { lines: vec![error.to_string()] }).and_then(|sources| sources.load());
    let texts = match loaded {
        Ok(content) => {
            inventory(&mut report, &content);
            content.texts
        }
        Err(faulty) => {
            // Texts that have faults cannot be trusted to tell of them.
            let texts = Texts::built_in();
            for line in faulty.lines {
                report.add(&texts, &Finding::Content(line));
            }
            texts
        }
    };
    for finding in surroundings(settings).await {
        report.add(&texts, &finding);
    }
    let faults = report.faults;
    report.add(&texts, &Finding::Verdict { faults });
    report
}

/// Key, database and channels; each needs what was found before it.
async fn surroundings(settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    let vault = match super::master_key(settings) {
        None => None,
        Some(Ok(key)) => Some(Vault::new(key, Arc::new(OsEntropy))),
        Some(Err(error)) => {
            findings.push(Finding::KeyUnusable { why: error.to_string() });
            None
        }
    };
    let (about_database, proof) = database(settings, vault.as_ref()).await;
    findings.extend(about_database);
    findings.extend(channels(settings, vault, proof).await);
    findings
}

/// What is found of the database, and the proof of its key, if that is the key of the settings. Changes nothing.
async fn database(settings: &Settings, vault: Option<&Vault>) -> (Vec<Finding>, Option<Sealed>) {
    let unusable = |why: String| (vec![Finding::DatabaseUnusable { why }], None);
    let database = match settings.database() {
        Ok(Some(database)) => database,
        Ok(None) => return (vec![Finding::DatabaseUnnamed], None),
        Err(error) => return unusable(error.to_string()),
    };
    if store::is_missing(database.reveal()) {
        // A check looks; it does not begin a database.
        return (vec![Finding::DatabaseMissing], None);
    }
    let glance = match store::look(database.reveal()).await {
        Ok(glance) => glance,
        Err(error) => return unusable(error.to_string()),
    };
    let mut findings = Vec::new();
    if glance.in_use {
        findings.push(Finding::DatabaseInUse);
    }
    if glance.pending > 0 {
        findings.push(Finding::DatabasePending(glance.pending));
    }
    let (finding, proof) = match (vault, glance.proof) {
        (None, _) => (Finding::DatabaseWithoutKey, None),
        (Some(_), None) => (Finding::DatabaseWithoutProof, None),
        (Some(vault), Some(proof)) => match vault.check_proof(&proof) {
            Ok(()) => (Finding::DatabaseFine, Some(proof)),
            Err(error) => (Finding::DatabaseUnusable { why: error.to_string() }, None),
        },
    };
    findings.push(finding);
    (findings, proof)
}

async fn channels(settings: &Settings, vault: Option<Vault>, proof: Option<Sealed>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(section) = &settings.matrix {
        findings.extend(matrix(section, settings, vault, proof).await);
    }
    if let Some(section) = &settings.telegram {
        findings.push(telegram(section).await);
    }
    findings
}

#[cfg(feature = "matrix")]
async fn matrix(
    section: &settings::Matrix,
    settings: &Settings,
    vault: Option<Vault>,
    proof: Option<Sealed>,
) -> Vec<Finding> {
    use crate::channel::matrix;

    let channel = "Matrix";
    let database = vault.as_ref().zip(proof).map(|(vault, proof)| super::database_mark(vault, &proof));
    let clock = SystemClock::default();
    let found = matrix::check(section, &settings.desk, vault, database, &clock).await;
    let mut findings: Vec<_> = found
        .iter()
        .map(|finding| {
            let what = finding.to_string();
            if finding.is_fault() {
                Finding::ChannelFault { channel, what }
            } else {
                Finding::ChannelHint { channel, what }
            }
        })
        .collect();
    if !findings.iter().any(Finding::is_fault) {
        findings.push(Finding::ChannelFine { channel });
    }
    findings
}

#[cfg(not(feature = "matrix"))]
#[expect(clippy::unused_async, reason = "with the channel there is something to wait for")]
async fn matrix(_: &settings::Matrix, _: &Settings, _: Option<Vault>, _: Option<Sealed>) -> Vec<Finding> {
    vec![Finding::ChannelNotBuilt { channel: "Matrix" }]
}

#[cfg(feature = "telegram")]
async fn telegram(section: &settings::Telegram) -> Finding {
    let channel = "Telegram";
    match crate::channel::telegram::check(section).await {
        Ok(()) => Finding::ChannelFine { channel },
        Err(error) => Finding::ChannelFault { channel, what: error.to_string() },
    }
}

#[cfg(not(feature = "telegram"))]
#[expect(clippy::unused_async, reason = "with the channel there is something to wait for")]
async fn telegram(_: &settings::Telegram) -> Finding {
    Finding::ChannelNotBuilt { channel: "Telegram" }
}

/// What there is: how much, how fresh, and where.
fn inventory(report: &mut Report, content: &Content) {
    let directory = &content.scene.directory;
    let size = Finding::Size { steps: content.scene.intake.steps().len(), offers: directory.iter().count() };
    report.add(&content.texts, &size);
    for finding in freshness(directory) {
        report.add(&content.texts, &finding);
    }
    table(report, &directory.coverage(), &content.texts);
}

fn freshness(directory: &Directory) -> Vec<Finding> {
    let today = SystemClock::default().now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut due = Vec::new();
    let (mut assured, mut never) = (0, 0);
    for offer in directory.iter() {
        match offer.freshness(today) {
            Freshness::Assured(_) => assured += 1,
            Freshness::ReviewDue(_) => due.push(offer.id.clone()),
            Freshness::Unassured => never += 1,
        }
    }
    let mut findings = vec![Finding::Freshness { assured, due: due.len(), never }];
    if !due.is_empty() {
        findings.push(Finding::ReviewDue(due));
    }
    findings
}

/// Land × kind of help, with the count of offers; a dot where a Land has none of its own.
fn table(report: &mut Report, coverage: &Coverage, texts: &Texts) {
    report.lines.push(String::new());
    report.add(texts, &Finding::Coverage);
    let mut heads = vec![format!("{:24}", "")];
    for (number, need) in (1..).zip(Need::ALL) {
        report.lines.push(format!("  {number:>2} {}", texts.need_name(*need)));
        heads.push(format!("{number:>4}"));
    }
    report.lines.push(heads.concat());
    let row = |area: Area, name: &str| {
        let counts = Need::ALL.iter().map(|need| match coverage.count(area, *need) {
            0 => format!("{:>4}", "·"),
            count => format!("{count:>4}"),
        });
        format!("{name:24}{}", counts.collect::<Vec<_>>().concat())
    };
    report.lines.push(row(Area::Bund, &texts.federal()));
    for land in Land::ALL {
        report.lines.push(row(Area::Land(land), &texts.land_name(land)));
    }
    for gap in coverage.gaps().into_iter().filter(|gap| !gap.federal) {
        report.add(texts, &Finding::Gap { land: gap.land, need: gap.need });
    }
    report.lines.push(String::new());
}
