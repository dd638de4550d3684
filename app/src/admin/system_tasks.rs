//! What the server does by itself, on the page of the system.

use domain::time::Local;
use leptos::prelude::*;

use super::registrations::moment;
use crate::server::Job;
use crate::t;

/// The tasks of this server: when each was last through, and since when it is not.
pub(super) fn tasks(jobs: &[(Job, Option<Local>, Option<Local>)]) -> AnyView {
    let rows = jobs.iter().map(|(job, went, failing)| {
        let state = match (failing, went) {
            (Some(since), _) => t!(system.job_fails, moment = moment(since)),
            (None, Some(_)) => t!(system.job_goes).to_owned(),
            (None, None) => t!(system.job_waits).to_owned(),
        };
        let went = went.as_ref().map(|went| view! { " " <span class="data-table__moment">{moment(went)}</span> });
        view! { <tr><th scope="row">{job_name(*job)}</th><td>{state}{went}</td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="section">
            <h2 class="section__title" id="tasks">{t!(system.jobs)}</h2>
            <p>{t!(system.jobs_lede)}</p>
            <div class="table-scroll" role="region" aria-labelledby="tasks" tabindex="0">
                <table class="data-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(system.job)}</th>
                            <th scope="col">{t!(system.job_state)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

pub(super) fn job_name(job: Job) -> &'static str {
    match job {
        Job::Mail => t!(system_job.mail),
        Job::GroupLetters => t!(system_job.group_letters),
        Job::Places => t!(system_job.places),
        Job::News => t!(system_job.news),
        Job::Reminders => t!(system_job.reminders),
        Job::Uploads => t!(system_job.uploads),
        Job::FileWork => t!(system_job.file_work),
        Job::Search => t!(system_job.search),
        Job::Releases => t!(system_job.releases),
        Job::Summaries => t!(system_job.summaries),
        Job::Completion => t!(system_job.completion),
        Job::Fullness => t!(system_job.fullness),
        Job::Listing => t!(system_job.listing),
        Job::Edits => t!(system_job.edits),
        Job::Retention => t!(system_job.retention),
        Job::Backup => t!(system_job.backup),
    }
}
