"""What sites of one publisher share: a base class each, between `NewsSpider` and its sites."""
