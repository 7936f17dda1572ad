//! Grouping: vectors in, topics of rows with everything measured on them out.

use super::start::Start;
use super::{Error, Progress, Works, choice, guide};
use crate::analysis::{Choice, GuideNote, Remark};
use crate::cluster::{self, Algorithm, ClusterParams, Clustering, Profile, Quality, Stability};
use crate::config::Config;
use crate::corpus::Corpus;
use crate::memory::heap;
use crate::similarity::{self, Candidates, Graph, MOST_EXACT, NeighborTable};
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
    // Rows are compared for the choice of k, too.
    let chooses = params.n_clusters.is_none() && n <= MOST_EXACT;
    let wants_graph = start.is_none() && (params.quality == Quality::Graph || chooses);
    heap::trim();
    progress.stage("comparing records", None);
    let most_pairs = if config.neighbors > 0 || n <= MOST_EXACT { MOST_PAIRS } else { 0 };
    let near_pairs = similarity::near_pairs(&matrix, config.near_duplicate as f32, most_pairs);
    let first = wants_graph.then(|| similarity::neighbors(&matrix, GRAPH_NEIGHBORS.max(config.neighbors)));
    let graph = first.as_ref().map(|table| Graph::new(table, GRAPH_NEIGHBORS));
    let communities = graph.as_ref().map(|g| similarity::communities(g, 1.0, params.seed).count);

    progress.stage("choosing the number of topics", None);
    let (k, mut choice, mut warnings) = match start {
        Some(start) => (start.k, Choice { k: start.k, ..Choice::default() }, Vec::new()),
        None => choice::choose(&matrix, communities, params),
    };
    progress.stage("grouping", None);
    let reweighed = match start {
        Some(start) => cluster::reweigh_by(&matrix, &start.assignments, k, params),
        None => cluster::reweigh(&matrix, graph.as_ref(), k, cluster::N_JUDGES, params)?,
    };
    let rows = reweighed.as_ref().unwrap_or(&matrix);
    // Records of one subject are neighbors more often by the weights that tell subjects apart.
    let known = first.filter(|_| reweighed.is_none());
    let candidates = start.and_then(|start| start.candidates.as_ref());
    let mut table = known.unwrap_or_else(|| neighbors(rows, candidates, config.neighbors));
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

/// Neighbors, carried on from those of the run before where there are any.
fn neighbors(matrix: &TfIdfMatrix, candidates: Option<&Candidates>, n_neighbors: usize) -> NeighborTable {
    match candidates {
        Some(candidates) if n_neighbors > 0 => similarity::neighbors_after(matrix, candidates, n_neighbors),
        _ => similarity::neighbors(matrix, n_neighbors),
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
