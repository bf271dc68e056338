//! Tables that hold data, told from tables that only lay out a page.

use super::stats::Stats;

/// Whether the rows of a table are rows of data.
pub fn holds_data(stats: &Stats) -> bool {
    let narrow = stats.cells < 2 * stats.rows.max(1);
    let long_cells = stats.prose > 300 * stats.cells.max(1);
    stats.tables == 1 && stats.headings == 0 && stats.paragraphs <= 2 * stats.cells && !narrow && !long_cells
}
