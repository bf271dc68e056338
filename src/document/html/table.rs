//! Tables: which hold data and which only lay out a page, and in which columns their cells are.

use super::stats::Stats;
use scraper::node::Element;

/// A cell covers no more columns or rows than this, whatever it says.
const MOST_COVERED: usize = 100;

/// Whether the rows of a table are rows of data.
pub fn holds_data(stats: &Stats) -> bool {
    let narrow = stats.cells < 2 * stats.rows.max(1);
    let long_cells = stats.prose > 300 * stats.cells.max(1);
    stats.tables == 1 && stats.headings == 0 && stats.paragraphs <= 2 * stats.cells && !narrow && !long_cells
}

/// The columns of a table while its cells are read.
#[derive(Debug, Default)]
pub struct Table {
    /// For each column, how many rows a cell from above still covers.
    covered: Vec<usize>,
    /// The column behind the last cell.
    next: usize,
    /// How many columns the last cell covers beside its own.
    beside: usize,
    heads: usize,
    cells: usize,
}

impl Table {
    /// A row begins.
    pub fn row(&mut self) {
        for rows in &mut self.covered {
            *rows = rows.saturating_sub(1);
        }
        (self.next, self.beside, self.heads, self.cells) = (0, 0, 0, 0);
    }

    /// A cell begins; gives the columns between it and the cell before.
    pub fn cell(&mut self, element: &Element) -> usize {
        let number = |name| element.attr(name).and_then(|n| n.trim().parse().ok()).unwrap_or(1);
        let span = |name| usize::clamp(number(name), 1, MOST_COVERED);
        let above = self.above();
        let between = self.beside + above;
        self.next += above;
        let (columns, rows) = (span("colspan"), span("rowspan"));
        let end = self.next + columns;
        self.covered.resize(self.covered.len().max(end), 0);
        for covered in &mut self.covered[self.next..end] {
            *covered = rows;
        }
        (self.next, self.beside) = (end, columns - 1);
        self.cells += 1;
        self.heads += usize::from(element.name() == "th");
        between
    }

    /// How many columns from the next on a cell from above covers.
    fn above(&self) -> usize {
        self.covered.iter().skip(self.next).take_while(|rows| **rows > 0).count()
    }

    /// Whether the row heads the columns: it has cells of headings alone.
    pub fn is_head(&self) -> bool {
        self.cells > 1 && self.heads == self.cells
    }
}
