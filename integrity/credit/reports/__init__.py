"""Credit reports (信用报告) and certificates, by number, and the register of who asked for them."""
