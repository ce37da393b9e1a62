pub mod admin;
pub mod projects;
pub mod public;
pub mod tasks;
