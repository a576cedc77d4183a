# Repeats an analysis of the IO-CORE registry from table.csv and holds it to expected.csv.
# Run: Rscript analysis.R
# Needs: R 4.0 or newer with the packages survival, cmprsk and sandwich.
# Ends with status 1 if a number differs by more than its tolerance.
suppressPackageStartupMessages({
  library(survival)
  library(cmprsk)
  library(sandwich)
})

this_file <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
if (length(this_file) == 1) setwd(dirname(normalizePath(this_file)))
read_file <- function(name) {
  read.csv(name, check.names = FALSE, fileEncoding = "UTF-8-BOM", stringsAsFactors = FALSE)
}
people <- read_file("table.csv")
expected <- read_file("expected.csv")
choices <- read_file("choices.csv")
choice <- function(name) choices$value[choices$choice == name]

MONTH <- 30.4375 # days
FEW_CLUSTERS <- 40 # below: variance times G / (G - 1), and Student's t with G - 1 degrees

# At risk just before t are those with entry < t <= time; who is there from the start (entry 0)
# enters before day 0.
people$start <- ifelse(people$entry > 0, people$entry, -1)

found <- list()
say <- function(quantity, value) found[[quantity]] <<- as.numeric(value)

# Few clusters: what the variance is multiplied by, and how many standard errors limits reach.
few <- function(n_clusters) {
  if (n_clusters < 2 || n_clusters >= FEW_CLUSTERS) return(list(factor = 1, reach = qnorm(0.975)))
  list(factor = n_clusters / (n_clusters - 1), reach = qt(0.975, n_clusters - 1))
}
