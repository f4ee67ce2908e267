"""STREAM: credit pledges of enterprises and organisations (信用承诺); one not kept is a breach."""
