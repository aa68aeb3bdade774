"""What a review needs: how far translations are, what changed, what would be worth adding."""
