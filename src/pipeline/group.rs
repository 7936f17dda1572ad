//! Grouping: vectors in, topics of rows with everything measured on them out.

use super::start::Start;
use super::{Error, Progress, Works, choice, guide};
use crate::analysis::{Choice, GuideNote, Remark};
use crate::cluster::{self, Algorithm, ClusterParams, Clustering, Profile, Quality, Stability};
use crate::config::Config;
use crate::corpus::Corpus;
use crate::memory::heap;
use crate::similarity::{self, Candidates, Graph, MOST_EXACT, NeighborTable, Wanted};
use crate::vectorize::TfIdfMatrix;

/// Neighbors in the similarity graph.
const GRAPH_NEIGHBORS: usize = 20;
/// Near-duplicate pairs kept.
const MOST_PAIRS: usize = 2_000;

/// Everything measured on the rows.
pub(super) struct Grouped {
    pub clustering: Clustering,
    pub k: usize,
    pub profile: Profile,
    pub stability: Option<Stability>,
    pub choice: Choice,
    /// Whether terms were judged by groups.
    pub reweighed: bool,
    pub neighbors: NeighborTable,
    pub near_pairs: Vec<(u32, u32, f32)>,
    pub guide: Vec<GuideNote>,
    pub warnings: Vec<Remark>,
}

/// Groups the rows; gives them as they were grouped: as they came, or weighed again.
pub(super) fn group(
    matrix: TfIdfMatrix,
    start: Option<&Start>,
    works: &Works,
    corpus: &Corpus,
    config: &Config,
    progress: &dyn Progress,
) -> Result<(TfIdfMatrix, Grouped), Error> {
    let before = start.and_then(|start| start.reweighed);
    let params = &ClusterParams { reweighed_before: before, ..config.cluster.clone() };
    let n = matrix.n_rows();
    // Rows are compared without being asked for neighbors for the choice of k and for near-duplicates.
    let chooses = params.n_clusters.is_none() && n <= MOST_EXACT;
    let wants_graph = start.is_none() && (params.quality == Quality::Graph || chooses);
    let wanted = config.neighbors.max(if wants_graph { GRAPH_NEIGHBORS } else { 0 });
    heap::trim();
    progress.stage("comparing records", None);
    let n_pairs = if wanted > 0 || n <= MOST_EXACT { MOST_PAIRS } else { 0 };
    let threshold = config.near_duplicate as f32;
    let candidates = start.and_then(|start| start.candidates.as_ref());
    let wanted = Wanted { n_neighbors: wanted, threshold, n_pairs };
    let (mut table, near_pairs) = compare(&matrix, candidates, wanted);
    let graph = wants_graph.then(|| Graph::new(&table, GRAPH_NEIGHBORS));
    let communities = graph.as_ref().map(|g| similarity::communities(g, 1.0, params.seed).count);

    progress.stage("choosing the number of topics", None);
    let (k, mut choice, mut warnings) = match start {
        Some(start) => (start.k, Choice { k: start.k, ..Choice::default() }, Vec::new()),
        None => choice::choose(&matrix, communities, params),
    };
    progress.stage("grouping", None);
    let reweighed = match start {
        Some(start) => cluster::reweigh_by(&matrix, &start.assignments, k, params),
        None => cluster::reweigh(&matrix, graph.as_ref(), k, params)?,
    };
    let rows = reweighed.as_ref().unwrap_or(&matrix);
    if reweighed.is_some() && config.neighbors > 0 {
        // Records of one subject are neighbors more often by the weights that tell subjects apart.
        table = compare(rows, candidates, Wanted { n_neighbors: config.neighbors, n_pairs: 0, ..wanted }).0;
    }
    table.rows.iter_mut().for_each(|list| list.truncate(config.neighbors));
    let mut clustering = match start {
        Some(start) => cluster::refine(rows, start.assignments.clone(), k, params)?,
        None => cluster::fit(rows, graph.as_ref(), k, params)?,
    };
    let guide = guide::apply(rows, &mut clustering, k, works, corpus, &config.guide);
    order_by_size(rows, &mut clustering, k);
    choice::add_alternatives(&matrix, graph.as_ref(), &clustering, &mut choice, params)?;

    heap::trim();
    progress.stage("testing stability", None);
    let stability = measure_stability(&matrix, &clustering, k, params);
    heap::trim();
    let (reweighed, matrix) = (reweighed.is_some(), reweighed.unwrap_or(matrix));
    let profile = cluster::profile(&matrix, &clustering.assignments, k);
    clustering.objective = profile.objective;
    if !clustering.converged && params.algorithm == Algorithm::SphericalKMeans {
        let n_iter = clustering.n_iter;
        warnings.push(format!("the grouping still moved after {n_iter} iterations: raise --max-iter").into());
    }
    let grouped =
        Grouped { clustering, k, reweighed, profile, stability, choice, neighbors: table, near_pairs, guide, warnings };
    Ok((matrix, grouped))
}

/// Neighbors and near-duplicates, carried on from those of the run before where there are any.
fn compare(
    matrix: &TfIdfMatrix,
    candidates: Option<&Candidates>,
    wanted: Wanted,
) -> (NeighborTable, Vec<(u32, u32, f32)>) {
    match candidates {
        Some(candidates) => similarity::compare_after(matrix, candidates, wanted),
        None => similarity::compare(matrix, wanted),
    }
}

fn measure_stability(
    matrix: &TfIdfMatrix,
    clustering: &Clustering,
    k: usize,
    params: &ClusterParams,
) -> Option<Stability> {
    let enough = matrix.n_rows() >= 10 && k > 1 && params.n_subsamples > 0;
    enough.then(|| cluster::stability(matrix, &clustering.assignments, k, params)).flatten()
}

/// Numbers clusters by size, the largest first, equal ones by their first row; rows without weights count nowhere.
fn order_by_size(matrix: &TfIdfMatrix, clustering: &mut Clustering, k: usize) {
    let mut first = vec![usize::MAX; k];
    for (row, &j) in clustering.assignments.iter().enumerate() {
        first[j as usize] = first[j as usize].min(row);
    }
    let sizes = cluster::sizes(matrix, &clustering.assignments, k);
    let mut order: Vec<usize> = (0..k).collect();
    order.sort_by(|&a, &b| sizes[b].cmp(&sizes[a]).then(first[a].cmp(&first[b])));
    let mut number = vec![0; k];
    order.iter().enumerate().for_each(|(new, &old)| number[old] = new as u32);
    clustering.assignments.iter_mut().for_each(|j| *j = number[*j as usize]);
    clustering.sizes = order.iter().map(|&j| sizes[j]).collect();
}
