
LANDMARKS <- c(6, 12, 24, 36) # months

curve_of <- function(rows, event) {
  survfit(
    Surv(people$start[rows], people$time[rows], event[rows]) ~ 1,
    conf.type = "log-log"
  )
}

say_median <- function(name, what, curve) {
  read <- quantile(curve, probs = 0.5)
  say(paste0(name, " | ", what, " (months)"), read$quantile / MONTH)
  say(paste0(name, " | ", what, " lower (months)"), read$lower / MONTH)
  say(paste0(name, " | ", what, " upper (months)"), read$upper / MONTH)
}

say_group <- function(name, rows) {
  event <- people$status == 1
  curve <- curve_of(rows, event)
  say(paste(name, "| n"), sum(rows))
  say(paste(name, "| events"), sum(event[rows]))
  say_median(name, "median", curve)
  # Reverse Kaplan-Meier: who has the event on the day of a censoring leaves after it.
  turned <- people$status == 0
  later <- people$time + ifelse(turned, 0, 0.1)
  followed <- survfit(Surv(people$start[rows], later[rows], turned[rows]) ~ 1, conf.type = "log-log")
  say_median(name, "median follow-up", followed)
  last <- max(people$time[rows])
  for (month in LANDMARKS) {
    at <- summary(curve, times = month * MONTH, extend = TRUE)
    known <- month * MONTH <= last || min(curve$surv) == 0
    moved <- at$surv < 1 # before the first event the scale has no limits
    what <- paste0(name, " | survival at ", month, " months")
    say(what, if (known) at$surv else NA)
    say(paste(what, "lower"), if (known && moved) at$lower else NA)
    say(paste(what, "upper"), if (known && moved) at$upper else NA)
  }
}

# Log-rank test that respects late entry (survdiff does not take it): observed less expected
# events of every group, and their hypergeometric variance, over the days with events.
log_rank <- function(rows) {
  group <- factor(people$group[rows])
  start <- people$start[rows]
  time <- people$time[rows]
  event <- people$status[rows] == 1
  k <- nlevels(group)
  score <- numeric(k)
  variance <- matrix(0, k, k)
  for (t in sort(unique(time[event]))) {
    at <- as.numeric(table(group[start < t & time >= t]))
    died <- as.numeric(table(group[time == t & event]))
    n <- sum(at)
    d <- sum(died)
    score <- score + died - d * at / n
    if (n > 1) {
      share <- at / n
      variance <- variance + d * (n - d) / (n - 1) * (diag(share, k) - share %o% share)
    }
  }
  keep <- seq_len(k - 1)
  statistic <- drop(score[keep] %*% solve(variance[keep, keep, drop = FALSE], score[keep]))
  say("log-rank | chi-squared", statistic)
  say("log-rank | degrees of freedom", k - 1)
  say("log-rank | p", pchisq(statistic, k - 1, lower.tail = FALSE))
}

say_group("All", rep(TRUE, nrow(people)))
for (name in unique(people$group[people$drawn == 1])) say_group(name, people$group == name)
if ("log-rank | chi-squared" %in% expected$quantity) log_rank(people$drawn == 1)
