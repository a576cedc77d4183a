
# Weighted probability of no event of any kind (free), and of a first event of one kind (risk),
# by given days; with what one more person like each would change (derivative by the weight).
first_events <- function(rows, weight, days, cause) {
  start <- people$start[rows]
  time <- people$time[rows]
  status <- people$status[rows]
  n <- length(time)
  moments <- sort(unique(time[status > 0]))
  free <- 1
  risk <- 0
  d_free <- d_risk <- numeric(n)
  kept <- list(free = numeric(0), risk = numeric(0), d_free = NULL, d_risk = NULL)
  walked <- 0
  for (day in sort(days)) {
    while (walked < length(moments) && moments[walked + 1] <= day) {
      walked <- walked + 1
      t <- moments[walked]
      at <- start < t & time >= t
      here <- time == t & status > 0
      own <- time == t & status == cause
      total <- sum(weight[at])
      if (total <= 0) next
      events <- sum(weight[here]) / total
      of_cause <- sum(weight[own]) / total
      d_risk <- d_risk + d_free * of_cause + free * (own - at * of_cause) / total
      risk <- risk + free * of_cause
      d_free <- d_free * (1 - events) - free * (here - at * events) / total
      free <- free * (1 - events)
    }
    known <- day <= max(time) || free < 1e-12
    kept$free <- c(kept$free, if (known) free else NA)
    kept$risk <- c(kept$risk, if (known) risk else NA)
    kept$d_free <- cbind(kept$d_free, d_free)
    kept$d_risk <- cbind(kept$d_risk, d_risk)
  }
  kept
}
