package com.acme.shop.review

import com.acme.shop.web.Paths.API
import jakarta.validation.Valid
import org.springframework.http.HttpStatus
import org.springframework.http.ResponseEntity
import org.springframework.security.access.prepost.PreAuthorize
import org.springframework.web.bind.annotation.*
import org.springframework.web.server.ResponseStatusException

const val REVIEWS = "$API/reviews"

@RestController
@RequestMapping(
    value = [
        REVIEWS,
    ],
)
class ReviewController(private val reviews: ReviewService) {
    @GetMapping
    suspend fun all(@RequestParam(defaultValue = "20") size: Int): List<Review> = reviews.all(size)

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    suspend fun write(@Valid @RequestBody review: NewReview): Review = reviews.write(review)

    @GetMapping("/{id}")
    suspend fun one(@PathVariable id: String): Review =
        reviews.one(id) ?: throw ResponseStatusException(HttpStatus.NOT_FOUND)

    @PreAuthorize("permitAll()")
    @PatchMapping("/{id}", "/by-slug/{id}")
    suspend fun change(@PathVariable id: String, @RequestBody change: ReviewChange): ResponseEntity<Review> =
        ResponseEntity.ok(reviews.change(id, change))
}
