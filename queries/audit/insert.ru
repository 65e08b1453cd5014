# title:   A write
# answers: Does an endpoint let a stranger write?
INSERT DATA {
  <urn:policygraph:audit> <urn:policygraph:wrote> "this must never be stored" .
}
