//! Systems of linear equations, for the attack.

/// Gauss-Jordan elimination in whole numbers. A row has `n_unknowns` coefficients, followed by the right-hand sides. In
/// the result each row has one unknown that no other row has.
pub fn solved(mut rows: Vec<Vec<i128>>, n_unknowns: usize) -> Vec<Vec<i128>> {
    let mut n_solved = 0;
    for unknown in 0..n_unknowns {
        let rest = &rows[n_solved..];
        let Some(found) = rest.iter().position(|row| row[unknown] != 0) else {
            continue;
        };
        rows.swap(n_solved, n_solved + found);
        let pivot = rows[n_solved].clone();
        for (index, row) in rows.iter_mut().enumerate() {
            let by = row[unknown];
            if index != n_solved && by != 0 {
                for (number, of_pivot) in row.iter_mut().zip(&pivot) {
                    *number = *number * pivot[unknown] - of_pivot * by;
                }
                let divisor = row.iter().fold(0, |all, number| gcd(all, number.abs()));
                row.iter_mut().for_each(|number| *number /= divisor.max(1));
            }
        }
        n_solved += 1;
    }
    rows.truncate(n_solved);
    rows
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}
