//! `health`: how many clients have which trouble, as bars, lines or JSON.

use std::ops::ControlFlow;

use serde_json::{Value, json};

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::output::{self, Output};
use crate::cli::table;
use crate::domain::health::{Bar, Health as Told, drawn};

/// Cells of the longest bar, and of the labels.
const WIDTH: usize = 30;
const LABEL: usize = 34;

/// Tell how many clients have which trouble
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep health
  clientkeep health --json | jq '.charts[] | select(.chart == \"expiring\").bars'
  clientkeep list --filter expiring=30d

Incidents, leaked secrets that were tried again, secrets that expire, findings of lint by severity, the age of secrets, \
use where servers report it, and clients by class and partner. Each bar but those of findings names the filter with which list shows \
its clients. Without a terminal: chart, label, number and filter, parted by tabs.")]
pub struct Health {}

impl Run for Health {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let told = context.open()?.health(&mut || ControlFlow::Continue(()))?;
        let output = context.output;
        if output.json() {
            return output.document(&object(&told));
        }
        let text = if output.is_terminal() { bars(output, &told) } else { lines(&told) };
        output::data(&text)
    }
}

/// The filter of a bar as `list` takes it; those of findings name too many clients for that.
fn filter(bar: &Bar) -> Option<String> {
    let (word, value) = bar.filters.first().filter(|(word, _)| word != "among")?;
    Some(format!("{word}={value}"))
}

fn object(told: &Told) -> Object {
    let charts = told.charts.iter().map(|chart| {
        let bars: Vec<Value> = chart
            .bars
            .iter()
            .map(|bar| json!({ "label": bar.label, "count": bar.count, "filter": filter(bar) }))
            .collect();
        json!({ "chart": chart.key, "title": chart.title, "bars": bars })
    });
    Object::of([
        ("clients", Value::from(told.clients)),
        ("open_incidents", Value::from(told.open_incidents)),
        ("use_is_reported", Value::from(told.use_is_reported)),
        ("charts", charts.collect()),
    ])
}

fn lines(told: &Told) -> String {
    let mut text = String::new();
    for chart in &told.charts {
        for bar in told.bars(chart).unwrap_or_default() {
            let filter = filter(bar).unwrap_or_default();
            text += &table::line(&[chart.key.to_owned(), bar.label.clone(), bar.count.to_string(), filter]);
        }
    }
    text
}

fn bars(output: Output, told: &Told) -> String {
    let mut lines = vec![told.summary()];
    for chart in &told.charts {
        lines.push(String::new());
        lines.push(chart.title.clone());
        let bars = told.bars(chart).unwrap_or_else(|sentence| {
            lines.push(format!("  {sentence}"));
            &[]
        });
        let longest = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
        for bar in bars {
            let signs = drawn(bar.count, longest, WIDTH);
            let mark = if bar.is_bad && bar.count > 0 { "!" } else { " " };
            let label: String = bar.label.chars().take(LABEL).collect();
            lines.push(format!("{mark} {label:LABEL$} {:>8}  {signs}", bar.count).trim_end().to_owned());
        }
    }
    output.lines(&lines)
}
