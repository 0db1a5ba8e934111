//! `lotse check`: everything that can be wrong before it is, all at once.

use std::sync::Arc;

use crate::directory::{Area, Coverage, Directory, Freshness, Need};
use crate::model::{Clock as _, Land, OsEntropy, SystemClock};
use crate::ops::content::{Content, Faulty, Sources};
use crate::ops::settings::Settings;
use crate::privacy::Vault;
use crate::store::{self, StoreError};
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

/// Checks content and texts, then key and database where the settings name them.
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
    for finding in database(settings).await {
        report.add(&texts, &finding);
    }
    let faults = report.faults;
    report.add(&texts, &Finding::Verdict { faults });
    report
}

async fn database(settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    let vault = match super::master_key(settings) {
        None => None,
        Some(Ok(key)) => Some(Vault::new(key, Arc::new(OsEntropy))),
        Some(Err(error)) => {
            findings.push(Finding::KeyUnusable { why: error.to_string() });
            None
        }
    };
    let Some(database) = &settings.database else {
        findings.push(Finding::DatabaseUnnamed);
        return findings;
    };
    if store::is_missing(database.reveal()) {
        // A check looks; it does not begin a database.
        findings.push(Finding::DatabaseMissing);
        return findings;
    }
    let store = match store::open(database.reveal()).await {
        Ok(store) => store,
        Err(StoreError::InUse) => {
            // A running Lotse is no fault.
            findings.push(Finding::DatabaseInUse);
            return findings;
        }
        Err(error) => {
            findings.push(Finding::DatabaseUnusable { why: error.to_string() });
            return findings;
        }
    };
    findings.push(match vault {
        None => Finding::DatabaseWithoutKey,
        Some(vault) => match store.kept_key_proof().await {
            Ok(None) => Finding::DatabaseWithoutProof,
            Ok(Some(proof)) => match vault.check_proof(&proof) {
                Ok(()) => Finding::DatabaseFine,
                Err(error) => Finding::DatabaseUnusable { why: error.to_string() },
            },
            Err(error) => Finding::DatabaseUnusable { why: error.to_string() },
        },
    });
    store.close().await;
    findings
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
