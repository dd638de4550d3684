//! One suite, run on SQLite and on a private PostgreSQL server. Each test holds several checks, because a runner that
//! gives every test its own process starts a server for each.

mod account;
mod bulk;
mod calendar;
#[path = "../support/churn.rs"]
mod churn;
#[path = "../support/cluster.rs"]
mod cluster;
mod condition;
mod content;
mod crash;
mod crowd;
mod desk;
mod entry;
mod feed;
mod group_letter;
mod harness;
mod letter_words;
mod library;
mod listing;
#[path = "../support/load.rs"]
mod load;
mod mail;
mod media;
mod media_work;
mod news;
mod passkeys;
mod presence;
mod registration;
mod release;
mod relevance;
mod reminders;
mod retention;
mod sample;
mod sealing;
mod search;
mod setting;
mod setup;
mod staff;
mod staff_links;
mod staff_passkeys;
mod statements;
mod together;
mod waiting;
