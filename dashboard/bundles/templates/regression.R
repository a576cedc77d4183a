
FIXED <- c("data", "row", "site", "entry", "time", "status", "start")
terms <- setdiff(names(people), FIXED)
x <- as.matrix(people[, terms, drop = FALSE])
site <- people$site
sites <- choice("sites") # cluster, stratum or ignored
n_sites <- length(unique(site))
clustered <- sites == "cluster" && n_sites > 1
small <- few(if (clustered) n_sites else 1)
settle <- coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50)

if (choice("hazard") == "cause-specific") {
  outcome <- Surv(people$start, people$time, people$status == 1)
  if (clustered) {
    fit <- coxph(outcome ~ x, cluster = site, ties = "efron", control = settle)
  } else if (sites == "stratum") {
    fit <- coxph(outcome ~ x + strata(site), ties = "efron", control = settle)
  } else {
    fit <- coxph(outcome ~ x, ties = "efron", control = settle)
  }
} else {
  # Fine and Gray: whoever has a competing event stays, with the weight of being still observed.
  given <- data.frame(
    start = people$start, time = people$time, id = people$row,
    state = factor(people$status, 0:max(people$status))
  )
  weighted <- finegray(Surv(start, time, state) ~ id, data = given, id = id, etype = "1")
  of <- match(weighted$id, people$row)
  x <- x[of, , drop = FALSE]
  unit <- if (clustered) site[of] else weighted$id
  fit <- coxph(
    Surv(fgstart, fgstop, fgstatus) ~ x,
    data = weighted, weights = fgwt, cluster = unit, ties = "breslow", control = settle
  )
}
say("model | n", nrow(people))
say("model | events", sum(people$status == 1))
say("model | sites", n_sites)
error <- sqrt(diag(fit$var) * small$factor)
for (place in seq_along(terms)) {
  slope <- coef(fit)[[place]]
  say(paste(terms[place], "| hazard ratio"), exp(slope))
  say(paste(terms[place], "| hazard ratio lower"), exp(slope - small$reach * error[place]))
  say(paste(terms[place], "| hazard ratio upper"), exp(slope + small$reach * error[place]))
  say(paste(terms[place], "| standard error of its logarithm"), error[place])
}
