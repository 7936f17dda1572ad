//! Schedules: "Mon 06:00", a program and a configuration in, the text that makes a scheduler run them out.
//!
//! A systemd service and timer, a cron line, a Windows task and a GitHub Actions workflow; they are printed, never
//! installed. Exit code 1 (changed beyond the threshold) counts as success for the schedulers that can be told so.

use std::fmt::Write;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Day {
    /// Monday.
    Mon = 1,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

const DAYS: [(Day, &str, &str); 7] = [
    (Day::Mon, "Mon", "Monday"),
    (Day::Tue, "Tue", "Tuesday"),
    (Day::Wed, "Wed", "Wednesday"),
    (Day::Thu, "Thu", "Thursday"),
    (Day::Fri, "Fri", "Friday"),
    (Day::Sat, "Sat", "Saturday"),
    (Day::Sun, "Sun", "Sunday"),
];

/// On which days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    /// Every day.
    Daily,
    /// On some days of the week, ascending, at least one.
    Weekly(Vec<Day>),
    /// On a day of the month, 1..=28.
    Monthly(u8),
}

/// When to run, in local time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// On which days.
    pub days: Days,
    /// Hour, 0..=23.
    pub hour: u8,
    /// Minute, 0..=59.
    pub minute: u8,
}

/// Why there is no schedule.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScheduleError {
    /// Not understood.
    #[error(
        "schedule \"{given}\" is not understood: write \"Mon 06:00\", \"Mon,Thu 06:00\", \"Mon-Fri 06:00\", \"daily 06:00\" or \"monthly 1 06:00\""
    )]
    NotUnderstood {
        /// What was given.
        given: String,
    },
    /// A path that no scheduler's file can hold.
    #[error("path \"{path}\" cannot stand in a schedule: it holds a control character or a quotation mark")]
    Path {
        /// The path.
        path: String,
    },
}

/// What is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job<'a> {
    /// Absolute path of the program.
    pub program: &'a str,
    /// Absolute path of the configuration; the workflow takes it from the folder of the repository.
    pub config: &'a str,
    /// Path of the configuration inside the repository, for the workflow.
    pub config_in_repository: &'a str,
    /// Name of the units and the task: letters, digits and `-`; anything else becomes `-`.
    pub name: &'a str,
}

impl Schedule {
    /// Reads "Mon 06:00", "Mon,Thu 06:00", "Mon-Fri 6:30", "daily 06:00" or "monthly 1 06:00"; case does not count, and
    /// a time alone is daily.
    ///
    /// # Errors
    /// [`ScheduleError::NotUnderstood`].
    pub fn parse(text: &str) -> Result<Schedule, ScheduleError> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let read = || {
            let (time, days) = words.split_last()?;
            let (hour, minute) = time.split_once(':')?;
            let number = |text: &str, most: u8| {
                let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
                text.parse().ok().filter(|n: &u8| digits && *n <= most)
            };
            let days = match days {
                [] | ["daily"] => Days::Daily,
                ["weekly"] => Days::Weekly(vec![Day::Mon]),
                ["monthly"] => Days::Monthly(1),
                ["monthly", day] => Days::Monthly(number(day, 28).filter(|day| *day > 0)?),
                [days] => Days::Weekly(weekdays(days)?),
                _ => return None,
            };
            let minute = (minute.len() == 2).then(|| number(minute, 59)).flatten()?;
            Some(Schedule { days, hour: number(hour, 23)?, minute })
        };
        read().ok_or_else(|| ScheduleError::NotUnderstood { given: text.to_string() })
    }

    /// Everything `--schedule` prints: each text with the command that installs it, as a comment.
    ///
    /// # Errors
    /// [`ScheduleError::Path`] for a path with a control character or a quotation mark.
    pub fn print(&self, job: Job<'_>) -> Result<String, ScheduleError> {
        for path in [job.program, job.config, job.config_in_repository] {
            if path.chars().any(|c| c.is_control() || c == '"') {
                return Err(ScheduleError::Path { path: path.to_string() });
            }
        }
        let name = unit_name(job.name);
        let mut text = String::new();
        let mut part = |title: &str, body: &str| {
            // Writing to a string cannot fail.
            let _ = write!(text, "# ---- {title}\n\n{body}\n");
        };
        part(&format!("systemd: ~/.config/systemd/user/{name}.service"), &self.service(job));
        part(
            &format!("systemd: ~/.config/systemd/user/{name}.timer (then: systemctl --user enable --now {name}.timer)"),
            &self.timer(job),
        );
        part(
            "cron: one line for `crontab -e`; it sends mail when a run failed or found what the file asks to be told",
            &self.cron(job),
        );
        part("Windows: one line for a command prompt", &self.windows(job));
        part(&format!("GitHub Actions: .github/workflows/{name}.yml (times are UTC there)"), &self.workflow(job));
        Ok(text)
    }

    /// The systemd service.
    pub fn service(&self, job: Job<'_>) -> String {
        format!(
            "[Unit]\nDescription=themata run {}\n\n[Service]\nType=oneshot\nExecStart={} run {}\nSuccessExitStatus=1\nNice=10\n",
            systemd_text(job.config),
            // Variables are not expanded in the program itself, so no `$` is doubled there.
            systemd_word(job.program),
            systemd_word(job.config).replace('$', "$$")
        )
    }

    /// The systemd timer.
    pub fn timer(&self, job: Job<'_>) -> String {
        let days = match &self.days {
            Days::Daily => "*-*-*".to_string(),
            Days::Weekly(days) => format!("{} *-*-*", names(days, |day| day.1).join(",")),
            Days::Monthly(day) => format!("*-*-{day:02}"),
        };
        format!(
            "[Unit]\nDescription=Timer of themata run {}\n\n[Timer]\nOnCalendar={days} {:02}:{:02}:00\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n",
            systemd_text(job.config),
            self.hour,
            self.minute
        )
    }

    /// The cron line.
    pub fn cron(&self, job: Job<'_>) -> String {
        let word = |path: &str| format!("'{}'", path.replace('\'', "'\\''")).replace('%', "\\%");
        format!("{} {} run --quiet {}\n", self.cron_time(), word(job.program), word(job.config))
    }

    /// The Windows task, as the command that makes it.
    pub fn windows(&self, job: Job<'_>) -> String {
        let when = match &self.days {
            Days::Daily => "/SC DAILY".to_string(),
            Days::Weekly(days) => format!("/SC WEEKLY /D {}", names(days, |day| day.1).join(",").to_uppercase()),
            Days::Monthly(day) => format!("/SC MONTHLY /D {day}"),
        };
        let (name, program, config) = (unit_name(job.name), job.program, job.config);
        format!(
            "schtasks /Create /F /TN \"{name}\" /TR \"\\\"{program}\\\" run \\\"{config}\\\"\" {when} /ST {:02}:{:02}\n",
            self.hour, self.minute
        )
    }

    /// The GitHub Actions workflow: it builds themata from its repository, runs it and keeps reports and history where
    /// the configuration is.
    pub fn workflow(&self, job: Job<'_>) -> String {
        format!(
            "name: '{name}'\non:\n  schedule:\n    - cron: '{cron}'\n  workflow_dispatch:\npermissions:\n  contents: write\nconcurrency:\n  group: '{name}'\njobs:\n  run:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      # In place of ADDRESS: that of the repository from which you have themata.\n      - run: cargo install --locked --git ADDRESS\n      - env:\n          CONFIG: '{value}'\n        run: themata run \"$CONFIG\" || test $? -eq 1\n      - run: |\n          git config user.name themata\n          git config user.email themata@users.noreply.github.com\n          git add --all\n          git diff --cached --quiet || git commit -m \"themata run\"\n          git push\n",
            name = unit_name(job.name),
            cron = self.cron_time(),
            value = job.config_in_repository.replace('\'', "''"),
        )
    }

    fn cron_time(&self) -> String {
        let (month_day, week_day) = match &self.days {
            Days::Daily => ("*".to_string(), "*".to_string()),
            Days::Weekly(days) => {
                let numbers: Vec<String> = days.iter().map(|day| (*day as u8 % 7).to_string()).collect();
                ("*".to_string(), numbers.join(","))
            }
            Days::Monthly(day) => (day.to_string(), "*".to_string()),
        };
        format!("{} {} {month_day} * {week_day}", self.minute, self.hour)
    }
}

fn weekdays(text: &str) -> Option<Vec<Day>> {
    let day = |word: &str| {
        let is =
            |(_, short, long): &(Day, &str, &str)| short.eq_ignore_ascii_case(word) || long.eq_ignore_ascii_case(word);
        DAYS.iter().position(is)
    };
    let mut chosen = [false; 7];
    for part in text.split(',') {
        let (from, to) = part.split_once("..").or_else(|| part.split_once('-')).unwrap_or((part, part));
        let (from, to) = (day(from)?, day(to)?);
        let mut at = from;
        loop {
            chosen[at] = true;
            if at == to {
                break;
            }
            at = (at + 1) % 7;
        }
    }
    Some(DAYS.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(day, _)| day.0).collect())
}

fn names(days: &[Day], name: fn(&(Day, &'static str, &'static str)) -> &'static str) -> Vec<&'static str> {
    days.iter().map(|day| name(&DAYS[*day as usize - 1])).collect()
}

fn unit_name(name: &str) -> String {
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "themata".to_string() } else { name.to_string() }
}

/// A word of a systemd command line: quoted, `%` and `\` doubled.
fn systemd_word(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('%', "%%"))
}

/// A value outside a command line, in which only `%` is special.
fn systemd_text(text: &str) -> String {
    text.replace('%', "%%")
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    fn job<'a>() -> Job<'a> {
        Job {
            program: "/opt/my tools/themata",
            config: "/home/me/50% gene's.toml",
            config_in_repository: "gene's.toml",
            name: "themata gene delivery",
        }
    }

    fn check(text: &str, cron: &str, calendar: &str) {
        let schedule = Schedule::parse(text).unwrap();
        assert!(schedule.cron(job()).starts_with(&format!("{cron} ")), "{}", schedule.cron(job()));
        let timer = schedule.timer(job());
        assert!(timer.contains(&format!("\nOnCalendar={calendar}\n")), "{timer}");
    }

    #[test]
    fn schedules_are_read() {
        check("Mon 06:00", "0 6 * * 1", "Mon *-*-* 06:00:00");
        check("thursday,MON 6:05", "5 6 * * 1,4", "Mon,Thu *-*-* 06:05:00");
        check("Sat-Mon 23:59", "59 23 * * 1,6,0", "Mon,Sat,Sun *-*-* 23:59:00");
        check("Mon..Fri 00:00", "0 0 * * 1,2,3,4,5", "Mon,Tue,Wed,Thu,Fri *-*-* 00:00:00");
        check("daily 06:00", "0 6 * * *", "*-*-* 06:00:00");
        check("06:30", "30 6 * * *", "*-*-* 06:30:00");
        check("monthly 06:00", "0 6 1 * *", "*-*-01 06:00:00");
        check("monthly 28 06:00", "0 6 28 * *", "*-*-28 06:00:00");
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for text in [
            "",
            "Mon",
            "06",
            "Mon 6",
            "Mon 24:00",
            "Mon 06:60",
            "Mon 6:0",
            "Foo 06:00",
            "monthly 29 06:00",
            "monthly 0 06:00",
            "Mon Tue 06:00",
            "Mon, 06:00",
            "Mon +6:00",
        ] {
            assert_eq!(Schedule::parse(text), Err(ScheduleError::NotUnderstood { given: text.into() }));
        }
        let bad = Job { config: "a\nb", ..job() };
        assert!(matches!(Schedule::parse("daily 06:00").unwrap().print(bad), Err(ScheduleError::Path { .. })));
    }

    #[test]
    fn every_scheduler_gets_its_text() {
        let text = Schedule::parse("Mon,Thu 06:00").unwrap().print(job()).unwrap();
        insta::assert_snapshot!(text, @r##"
        # ---- systemd: ~/.config/systemd/user/themata-gene-delivery.service

        [Unit]
        Description=themata run /home/me/50%% gene's.toml

        [Service]
        Type=oneshot
        ExecStart="/opt/my tools/themata" run "/home/me/50%% gene's.toml"
        SuccessExitStatus=1
        Nice=10

        # ---- systemd: ~/.config/systemd/user/themata-gene-delivery.timer (then: systemctl --user enable --now themata-gene-delivery.timer)

        [Unit]
        Description=Timer of themata run /home/me/50%% gene's.toml

        [Timer]
        OnCalendar=Mon,Thu *-*-* 06:00:00
        Persistent=true

        [Install]
        WantedBy=timers.target

        # ---- cron: one line for `crontab -e`; it sends mail when a run failed or found what the file asks to be told

        0 6 * * 1,4 '/opt/my tools/themata' run --quiet '/home/me/50\% gene'\''s.toml'

        # ---- Windows: one line for a command prompt

        schtasks /Create /F /TN "themata-gene-delivery" /TR "\"/opt/my tools/themata\" run \"/home/me/50% gene's.toml\"" /SC WEEKLY /D MON,THU /ST 06:00

        # ---- GitHub Actions: .github/workflows/themata-gene-delivery.yml (times are UTC there)

        name: 'themata-gene-delivery'
        on:
          schedule:
            - cron: '0 6 * * 1,4'
          workflow_dispatch:
        permissions:
          contents: write
        concurrency:
          group: 'themata-gene-delivery'
        jobs:
          run:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              # In place of ADDRESS: that of the repository from which you have themata.
              - run: cargo install --locked --git ADDRESS
              - env:
                  CONFIG: 'gene''s.toml'
                run: themata run "$CONFIG" || test $? -eq 1
              - run: |
                  git config user.name themata
                  git config user.email themata@users.noreply.github.com
                  git add --all
                  git diff --cached --quiet || git commit -m "themata run"
                  git push
        "##);
    }

    #[test]
    fn systemd_takes_the_units() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let program = path("my tools");
        std::fs::create_dir(&program).unwrap();
        let program = program.join("true");
        std::fs::copy("/bin/true", &program).unwrap_or_default();
        let schedule = Schedule::parse("Mon-Fri 06:00").unwrap();
        let job = Job { program: program.to_str().unwrap(), ..job() };
        std::fs::write(path("t.service"), schedule.service(job)).unwrap();
        std::fs::write(path("t.timer"), schedule.timer(job)).unwrap();
        let verify = Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(path("t.timer")).output();
        match verify {
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                let about_units = said.lines().any(|line| line.contains("t.service") || line.contains("t.timer"));
                assert!(output.status.success() && !about_units, "{said}");
            }
            Err(_) => println!("left out: systemd-analyze is not there"),
        }
    }
}
