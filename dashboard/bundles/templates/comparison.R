
FIXED <- c("data", "row", "arm", "site", "entry", "time", "status", "start")
x <- as.matrix(people[, setdiff(names(people), FIXED), drop = FALSE])
arm <- people$arm
n_sites <- length(unique(people$site))
cluster <- if (n_sites > 1) people$site else people$row
small <- few(n_sites)
months <- as.numeric(strsplit(choice("months"), " ")[[1]])
competing <- as.integer(choice("n_causes")) > 1

# The chance of arm 1 given what was known at time zero, and the weights of the estimand.
score <- glm(arm ~ x, family = binomial, control = glm.control(epsilon = 1e-14, maxit = 100))
e <- fitted(score)
weight <- switch(choice("estimand"),
  ATO = ifelse(arm == 1, 1 - e, e),
  ATE = ifelse(arm == 1, 1 / e, 1 / (1 - e)),
  ATT = ifelse(arm == 1, 1, e / (1 - e))
)
# How each weight moves with the logit of its score.
slope <- switch(choice("estimand"),
  ATO = ifelse(arm == 1, -1, 1) * e * (1 - e),
  ATE = ifelse(arm == 1, -1, 1) * (weight - 1),
  ATT = ifelse(arm == 1, 0, weight)
)
gradient <- model.matrix(score) * slope
on_coefficients <- estfun(score) %*% vcov(score) # each patient's influence on the score model

# Robust error from the derivative of an estimate by each weight: clustered by site, and with
# the estimating equations of the score stacked on those of the outcome, or the score as known.
error_of <- function(derivative, score_as_known = FALSE) {
  influence <- weight * derivative
  if (!score_as_known) {
    influence <- influence + drop(on_coefficients %*% crossprod(gradient, derivative))
  }
  sqrt(small$factor * sum(rowsum(influence, cluster)^2))
}

for (side in 0:1) {
  own <- arm == side
  say(paste0("arm ", side, " | n"), sum(own))
  say(paste0("arm ", side, " | events"), sum(people$status[own] == 1))
  say(paste0("arm ", side, " | counts like"), sum(weight[own])^2 / sum(weight[own]^2))
}

# Marginal hazard ratio: a weighted Cox model with the arm alone.
fit <- coxph(
  Surv(people$start, people$time, people$status == 1) ~ arm,
  weights = weight, ties = "efron", robust = FALSE, # the errors are made below
  control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50)
)
derivative <- residuals(fit, type = "dfbeta", weighted = FALSE)
error <- error_of(derivative)
say("hazard ratio | estimate", exp(coef(fit)))
say("hazard ratio | lower", exp(coef(fit) - small$reach * error))
say("hazard ratio | upper", exp(coef(fit) + small$reach * error))
say(
  "hazard ratio | standard error of its logarithm, score as known",
  error_of(derivative, score_as_known = TRUE)
)

# Weighted curves of both arms: the values by survival, the errors by first_events.
arms <- lapply(0:1, function(side) first_events(arm == side, weight[arm == side], months * MONTH, 1))
curves <- lapply(0:1, function(side) {
  own <- people[arm == side, ]
  own$weight <- weight[arm == side]
  survfit(Surv(start, time, status > 0) ~ 1, data = own, weights = weight)
})
say_difference <- function(name, place, values, derivative_of) {
  at <- paste0("at ", months[place], " months")
  derivative <- numeric(nrow(people))
  derivative[arm == 1] <- arms[[2]][[derivative_of]][, place]
  derivative[arm == 0] <- -arms[[1]][[derivative_of]][, place]
  difference <- values[2] - values[1]
  error <- error_of(derivative) + 0 * difference
  for (side in 0:1) say(paste0("arm ", side, " | ", name, " ", at), values[side + 1])
  what <- paste0(name, " difference | ", at)
  say(what, difference)
  say(paste0(what, ", lower"), difference - small$reach * error)
  say(paste0(what, ", upper"), difference + small$reach * error)
  known <- error_of(derivative, score_as_known = TRUE) + 0 * difference
  say(paste0(what, ", standard error, score as known"), known)
}
for (place in seq_along(months)) {
  day <- months[place] * MONTH
  free <- vapply(curves, function(curve) summary(curve, times = day, extend = TRUE)$surv, 0)
  free <- free + 0 * c(arms[[1]]$free[place], arms[[2]]$free[place]) # NA beyond follow-up
  say_difference("event-free", place, free, "d_free")
  if (competing) {
    say_difference("incidence", place, c(arms[[1]]$risk[place], arms[[2]]$risk[place]), "d_risk")
  }
}
