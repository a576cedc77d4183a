"""What every value of the registry means: fields, codes, ranges and endpoints by domain."""

from dashboard import dictionary
from dashboard.controls.dictionary import choose_dictionary
from dashboard.page import open_page

page = open_page("dictionary")

dictionary.draw(choose_dictionary())
