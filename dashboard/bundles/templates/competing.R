
LANDMARKS <- c(6, 12, 24, 36) # months
N_CAUSES <- as.integer(choice("n_causes"))
CLUSTERED <- "cluster" %in% names(people) # lesions of one patient

# Aalen-Johansen estimate, by survival.
incidence_of <- function(rows) {
  own <- people[rows, ]
  own$state <- factor(own$status, 0:N_CAUSES)
  survfit(Surv(start, time, state) ~ 1, data = own, id = row)
}

# Delta-method variance of a cumulative incidence from counts (Dinse and Larson 1986).
counted_variance <- function(rows, day, cause) {
  start <- people$start[rows]
  time <- people$time[rows]
  status <- people$status[rows]
  moments <- sort(unique(time[status > 0 & time <= day]))
  n <- vapply(moments, function(t) sum(start < t & time >= t), 0)
  d <- vapply(moments, function(t) sum(time == t & status > 0), 0)
  own <- vapply(moments, function(t) sum(time == t & status == cause), 0)
  before <- c(1, cumprod(1 - d / n))[seq_along(moments)]
  risk <- cumsum(before * own / n)
  to_come <- if (length(risk)) tail(risk, 1) - risk else numeric(0)
  greenwood <- ifelse(n > d, d / (n * (n - d)), 0)
  sum(to_come^2 * greenwood + (before / n)^2 * own * (1 - own / n) -
    2 * to_come * before * own / n^2)
}

clustered_variance <- function(rows, day, cause, factor) {
  change <- first_events(rows, rep(1, sum(rows)), day, cause)$d_risk
  factor * sum(rowsum(drop(change), people$cluster[rows])^2)
}

say_group <- function(name, rows) {
  curve <- incidence_of(rows)
  last <- max(people$time[rows])
  say(paste(name, "| n"), sum(rows))
  patients <- if (CLUSTERED) length(unique(people$cluster[rows])) else 1
  if (CLUSTERED) say(paste(name, "| patients"), patients)
  small <- if (CLUSTERED) few(patients) else few(1)
  free <- 1 - rowSums(curve$pstate[, -1, drop = FALSE])
  for (cause in seq_len(N_CAUSES)) {
    say(paste(name, "| first event", cause), sum(people$status[rows] == cause))
    for (month in LANDMARKS) {
      day <- month * MONTH
      step <- sum(curve$time <= day)
      value <- if (step == 0) 0 else curve$pstate[step, cause + 1]
      if (day > last && tail(free, 1) > 1e-12) value <- NA
      variance <- if (is.na(value)) NA else if (CLUSTERED && patients > 1) {
        clustered_variance(rows, day, cause, small$factor)
      } else {
        counted_variance(rows, day, cause)
      }
      width <- small$reach * sqrt(variance) / (value * abs(log(value)))
      what <- paste0(name, " | incidence of ", cause, " by ", month, " months")
      say(what, value)
      say(paste(what, "lower"), value^exp(width))
      say(paste(what, "upper"), value^exp(-width))
    }
  }
}

say_group("All", rep(TRUE, nrow(people)))
for (name in unique(people$group[people$drawn == 1])) say_group(name, people$group == name)
if ("Gray | chi-squared" %in% expected$quantity) {
  # Gray's test knows no late entry: it is made among those observed from the start.
  tested <- people[people$drawn == 1 & people$entry <= 0, ]
  test <- cuminc(tested$time, tested$status, tested$group, cencode = 0)$Tests["1", ]
  say("Gray | n", nrow(tested))
  say("Gray | chi-squared", test[["stat"]])
  say("Gray | degrees of freedom", test[["df"]])
  say("Gray | p", pchisq(test[["stat"]], test[["df"]], lower.tail = FALSE))
}
