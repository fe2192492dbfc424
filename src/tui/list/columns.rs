//! Which columns fit, and how wide they are. Pure arithmetic.

use super::Head;
use crate::tui::canvas;

/// Cells between two columns.
pub const GAP: u16 = 1;
/// Columns with a lower rank than this are what a list is for.
pub const ESSENTIAL: u8 = 10;

/// Cells for a blank and the arrow behind the header of the column that the rows are sorted by.
pub const ARROW: u16 = 2;

/// A column that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Its place among all columns.
    pub column: usize,
    /// Cells from the left edge of the rows.
    pub x: u16,
    /// Cells.
    pub width: u16,
}

/// The columns that fit into `width` cells, in their order. Those with the lowest rank find room first; what
/// is left goes to those that would like more, and at last to the first column. There is always one.
pub fn fit(heads: &[Head], width: u16) -> Vec<Fit> {
    let mut by_rank: Vec<usize> = (0..heads.len()).collect();
    by_rank.sort_by_key(|&at| heads[at].rank);
    let mut shown: Vec<(usize, u16)> = Vec::new();
    let mut left = width;
    for at in by_rank {
        let need = heads[at].width.0 + if shown.is_empty() { 0 } else { GAP };
        if need > left && !shown.is_empty() {
            continue;
        }
        shown.push((at, heads[at].width.0.min(width)));
        left = left.saturating_sub(need);
    }
    let lacks = |shown: &[(usize, u16)]| -> u16 {
        let essential = shown.iter().filter(|(at, _)| heads[*at].rank < ESSENTIAL);
        essential.map(|(at, width)| heads[*at].width.1.saturating_sub(*width)).sum()
    };
    // What the list is for has all the cells that it wants before anything else is shown.
    while shown.last().is_some_and(|(at, _)| heads[*at].rank >= ESSENTIAL) && lacks(&shown) > left {
        left += shown.pop().map_or(0, |(_, width)| width + GAP);
    }
    for (at, width) in &mut shown {
        let more = heads[*at].width.1.saturating_sub(*width).min(left);
        *width += more;
        left -= more;
    }
    shown.sort_unstable();
    if let Some((_, width)) = shown.first_mut() {
        *width += left;
    }
    let mut x = 0;
    let place = |(column, width): (usize, u16)| {
        let fit = Fit { column, x, width };
        x += width + GAP;
        fit
    };
    shown.into_iter().map(place).collect()
}

/// A column whose header would like room for the arrow beside it, whatever the rows are sorted by: so no order moves a
/// header. Where there is none the arrow stands in the gap.
pub fn with_room_for_an_arrow(head: Head) -> Head {
    if head.key.is_none() {
        return head;
    }
    let titled = u16::try_from(canvas::width(head.title)).unwrap_or(u16::MAX).saturating_add(ARROW);
    Head { width: (head.width.0, head.width.1.max(titled)), ..head }
}

/// The sets of columns of which one is shown at a time: first what tells most, then what did not fit, each set beside
/// the columns of the lowest rank. No column that fits at all is left out.
pub fn sets(heads: &[Head], width: u16) -> Vec<Vec<Fit>> {
    let mut sets = vec![fit(heads, width)];
    loop {
        let is_shown = |at: &usize| sets.iter().flatten().any(|fit| fit.column == *at);
        let rest: Vec<usize> = (0..heads.len()).filter(|at| !is_shown(at)).collect();
        let lowest = heads.iter().map(|head| head.rank).min();
        let pinned: Vec<usize> = (0..heads.len()).filter(|at| Some(heads[*at].rank) == lowest).collect();
        let beside = |pinned: &[usize]| {
            let set = beside(heads, pinned, &rest, width);
            set.iter().any(|fit| rest.contains(&fit.column)).then_some(set)
        };
        match beside(&pinned).or_else(|| beside(&pinned[..pinned.len().min(1)])) {
            Some(set) => sets.push(set),
            None => return sets,
        }
    }
}

/// As many of the rest as fit beside columns that are always there.
fn beside(heads: &[Head], pinned: &[usize], rest: &[usize], width: u16) -> Vec<Fit> {
    let mut places: Vec<usize> = pinned.iter().chain(rest).copied().collect();
    places.sort_unstable();
    let ranked = places.iter().zip(ESSENTIAL..).map(|(&at, place)| {
        let (needs, wants) = heads[at].width;
        let is_pinned = pinned.contains(&at);
        // What the rows are called has the cells by which they can be told apart.
        let needs = if pinned.first() == Some(&at) && 2 * wants <= width { wants } else { needs };
        let width = (needs, if is_pinned { needs } else { wants });
        Head { rank: if is_pinned { 0 } else { place }, width, ..heads[at].clone() }
    });
    let ranked: Vec<Head> = ranked.collect();
    let fits = fit(&ranked, width);
    fits.into_iter().map(|fit| Fit { column: places[fit.column], ..fit }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(title: &'static str, width: (u16, u16), rank: u8) -> Head {
        Head { key: Some(title), title, width, rank }
    }

    fn heads() -> Vec<Head> {
        vec![head("a", (5, 10), 0), head("b", (5, 5), 2), head("c", (5, 5), 1), head("d", (3, 3), 0)]
    }

    fn shown(width: u16) -> Vec<(usize, u16)> {
        fit(&heads(), width).iter().map(|fit| (fit.column, fit.width)).collect()
    }

    #[test]
    fn the_lowest_rank_finds_room_first_and_the_order_stays() {
        assert_eq!(shown(9), [(0, 5), (3, 3)]);
        assert_eq!(shown(15), [(0, 5), (2, 5), (3, 3)]);
        assert_eq!(shown(21), [(0, 5), (1, 5), (2, 5), (3, 3)]);
    }

    #[test]
    fn what_is_left_goes_to_those_that_want_more_and_then_to_the_first() {
        assert_eq!(shown(26)[0], (0, 10));
        assert_eq!(shown(40)[0], (0, 24));
    }

    #[test]
    fn the_whole_width_is_used_and_never_more() {
        for width in 9..200 {
            let fits = fit(&heads(), width);
            let last = fits.last().unwrap();
            assert_eq!(last.x + last.width, width, "{fits:?}");
        }
    }

    #[test]
    fn what_the_list_is_for_has_its_cells_before_there_are_many_columns() {
        let mut heads = vec![head("name", (5, 20), 0)];
        heads.extend((0..8).map(|_| head("more", (5, 5), ESSENTIAL)));
        let name = |width| fit(&heads, width)[0].width;
        assert_eq!((fit(&heads, 53).len(), name(53)), (6, 23));
        assert_eq!((fit(&heads, 62).len(), name(62)), (8, 20));
        assert_eq!((fit(&heads, 40).len(), name(40)), (4, 22));
    }

    #[test]
    fn every_column_is_in_some_set_beside_the_first() {
        let mut heads = vec![head("name", (20, 30), 0)];
        heads.extend((0..9_u8).map(|at| head("column", (8, 8 + u16::from(at)), ESSENTIAL + at)));
        heads.push(Head { key: None, ..head("Actions", (7, 7), 0) });
        let heads: Vec<Head> = heads.into_iter().map(with_room_for_an_arrow).collect();
        assert_eq!((heads[1].width, heads[10].width), ((8, 8), (7, 7)));
        for width in [47, 60, 77, 135] {
            let sets = sets(&heads, width);
            let mut shown: Vec<usize> = sets.iter().flatten().map(|fit| fit.column).collect();
            assert!(sets.iter().all(|set| set[0].column == 0), "the name is always there");
            let ends = |set: &Vec<Fit>| set.last().map_or(0, |fit| fit.x + fit.width);
            assert!(sets.iter().all(|set| ends(set) == width), "{width}: {sets:?}");
            shown.sort_unstable();
            shown.dedup();
            assert_eq!(shown.len(), heads.len(), "{width}");
        }
        assert_eq!(sets(&heads, 200).len(), 1);
        assert_eq!(sets(&heads, 21).len(), 1, "where nothing fits nothing is tried for ever");
    }

    #[test]
    fn one_column_remains_where_nothing_fits() {
        assert_eq!(shown(2), [(0, 2)]);
        assert_eq!(shown(0), [(0, 0)]);
    }
}
