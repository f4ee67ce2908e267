"""What should come by the catalogue (应归尽归): which body owes which item, what came, what not."""
